package hero.deployer.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;

/**
 * Every setting there is, read from the rooms' {@code …Config} interfaces. Their names stand in a file, since no room is known here and the
 * packaged product cannot be searched.
 */
final class SettingsCatalog {
    static final String LIST = "META-INF/hero-deployer/configs";
    private static final String ROOT = "deployer";

    private SettingsCatalog() {}

    static List<Setting> read() {
        var found = new ArrayList<Setting>();
        addAll(found, ROOT, DeploymentConfig.class);
        for (var name : names()) {
            var room = load(name);
            addAll(found, room.getAnnotation(ConfigMapping.class).prefix(), room);
        }
        found.sort(Comparator.comparing(Setting::property));
        return List.copyOf(found);
    }

    /** The interfaces that the file names. */
    static List<String> names() {
        var loader = SettingsCatalog.class.getClassLoader();
        try (var file = loader.getResourceAsStream(LIST)) {
            if (file == null) {
                throw new IllegalStateException("The product lacks " + LIST);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SettingsCatalog.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(LIST + " names a class that there is not: " + name, e);
        }
    }

    private static void addAll(List<Setting> found, String prefix, Class<?> config) {
        Arrays.stream(config.getMethods())
                .filter(method -> method.getParameterCount() == 0 && Modifier.isAbstract(method.getModifiers()))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> add(found, prefix + "." + name(method), method));
    }

    private static String name(Method method) {
        var given = method.getAnnotation(WithName.class);
        return given == null ? StringUtil.skewer(method.getName()) : given.value();
    }

    private static void add(List<Setting> found, String property, Method method) {
        if (method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() != null) {
            addAll(found, property, method.getReturnType());
            return;
        }
        var otherwise = Optional.ofNullable(method.getAnnotation(WithDefault.class))
                .map(WithDefault::value)
                .orElse(null);
        var rules = new ArrayList<AnnotatedElement>(List.of(method));
        boolean many = false;
        var type = method.getAnnotatedReturnType();
        while (type instanceof AnnotatedParameterizedType wrapped) {
            many |= raw(wrapped) != Optional.class;
            type = wrapped.getAnnotatedActualTypeArguments()[0];
            rules.add(type);
        }
        found.add(new Setting(property, (Class<?>) type.getType(), many, otherwise, List.copyOf(rules)));
    }

    private static Class<?> raw(AnnotatedParameterizedType type) {
        return (Class<?>) ((ParameterizedType) type.getType()).getRawType();
    }

    /** Every name that a variable of the environment may have. */
    static Stream<String> variables(List<Setting> settings) {
        return settings.stream().map(Setting::variable);
    }
}
