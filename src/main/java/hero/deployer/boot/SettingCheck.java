package hero.deployer.boot;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.common.utils.StringUtil;

/** Whether one value is what its setting allows: by its type, and by the annotations beside it. */
final class SettingCheck {
    private static final long MOST = 1_000_000_000_000L;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final SmallRyeConfig converters;

    SettingCheck(SmallRyeConfig converters) {
        this.converters = converters;
    }

    /** What is allowed instead; empty when {@code text} is all right. */
    Optional<String> trouble(Setting setting, String text) {
        var values = setting.many() ? text.split("(?<!\\\\),") : new String[] {text};
        return Arrays.stream(values)
                .map(value -> troubleOfOne(setting, value.strip()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> troubleOfOne(Setting setting, String text) {
        if (text.indexOf('\uFFFD') >= 0) {
            return Optional.of("cannot be read under this locale.");
        }
        try {
            var form = setting.rule(Allowed.class);
            if (form.isPresent() && !text.matches(form.get().pattern())) {
                return Optional.of(form.get().otherwise());
            }
            return outOfBounds(setting, converted(setting, text));
        } catch (IllegalArgumentException e) {
            return Optional.of(allowed(setting, e));
        }
    }

    private Object converted(Setting setting, String text) {
        var type = setting.type();
        var own = setting.rule(WithConverter.class);
        if (own.isPresent()) {
            return instance(own.get().value()).convert(text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == ConsoleUrl.class) {
            return ConsoleUrl.of(text);
        }
        if (type == CockpitDomain.class) {
            return CockpitDomain.of(text);
        }
        return converters.convert(text, type);
    }

    /** The converter of the framework takes every other word for false, {@code yse} too. */
    private static Object bool(String text) {
        var word = text.toLowerCase(Locale.ROOT);
        if (List.of("true", "yes", "on", "1", "y").contains(word)) {
            return true;
        }
        if (List.of("false", "no", "off", "0", "n").contains(word)) {
            return false;
        }
        throw new IllegalArgumentException("must be true or false.");
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> word(one).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String word(Object constant) {
        return StringUtil.skewer(((Enum<?>) constant).name());
    }

    private static org.eclipse.microprofile.config.spi.Converter<?> instance(
            Class<? extends org.eclipse.microprofile.config.spi.Converter<?>> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("A converter needs a constructor without arguments", e);
        }
    }

    private static Optional<String> outOfBounds(Setting setting, Object value) {
        boolean fits = switch (value) {
            case Integer number -> number >= least(setting) && number <= most(setting);
            case Long number -> number >= least(setting) && number <= most(setting);
            case MemorySize size -> size.asLongValue() > 0;
            case Duration time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(longest(setting)) <= 0;
            default -> true;
        };
        return fits ? Optional.empty() : Optional.of(allowed(setting, null));
    }

    /** By the type where a value of it says nothing itself. */
    private static String allowed(Setting setting, @org.jspecify.annotations.Nullable IllegalArgumentException why) {
        var type = setting.type();
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(SettingCheck::word)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            var most = most(setting) >= Integer.MAX_VALUE ? " or more." : " to " + most(setting) + ".";
            return "must be a whole number, " + least(setting) + most;
        }
        if (type == Duration.class) {
            return "must be a time such as 500ms, 30s, 5m, 12h, 7d or PT30S, from " + text(SHORTEST) + " to "
                    + text(longest(setting)) + ".";
        }
        if (type == MemorySize.class) {
            return "must be a size such as 500M or 2G.";
        }
        var said = why == null ? null : innermost(why).getMessage();
        return said == null ? "cannot be read." : said;
    }

    /** What a type's own {@code of} says is wrapped by the framework. */
    private static Throwable innermost(Throwable why) {
        var said = why;
        while (said.getCause() instanceof IllegalArgumentException
                || said.getCause() instanceof InvocationTargetException) {
            said = said.getCause();
        }
        return said;
    }

    private static String text(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + "ms";
        }
        return time.toSeconds() % 86_400 == 0 ? time.toDays() + "d" : time.toSeconds() + "s";
    }

    private static long least(Setting setting) {
        return setting.rule(Allowed.class).map(Allowed::least).orElse(1L);
    }

    private static long most(Setting setting) {
        boolean small = setting.type() == int.class || setting.type() == Integer.class;
        return Math.min(setting.rule(Allowed.class).map(Allowed::most).orElse(MOST), small ? Integer.MAX_VALUE : MOST);
    }

    private static Duration longest(Setting setting) {
        return setting.rule(Allowed.class)
                .map(allowed -> Duration.ofSeconds(allowed.mostSeconds()))
                .orElse(LONGEST);
    }
}
