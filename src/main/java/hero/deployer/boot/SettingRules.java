package hero.deployer.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.DurationConverter;

/** Every setting against what it allows, and those that must fit each other. */
final class SettingRules {
    private static final String REMEDY = "Correct it or leave it out, and start again.";
    private static final String LOCALE = "Start with LC_ALL=C.UTF-8, as ./run does.";

    /** The first must be less than the second. */
    private static final List<List<String>> LESS = List.of(
            List.of("deployer.task.renewal", "deployer.task.lease"),
            List.of("deployer.node.every", "deployer.node.offline-after"),
            List.of("deployer.local.first-port", "deployer.local.last-port"),
            List.of("deployer.onboarding.backoff-least", "deployer.onboarding.backoff-most"),
            List.of("deployer.refresh.backoff-least", "deployer.refresh.backoff-most"),
            List.of("deployer.health.degraded-after", "deployer.health.unreachable-after"));

    /** Both are set, or neither. */
    private static final List<List<String>> TOGETHER = List.of(
            List.of("deployer.mail.username", "deployer.mail.password"),
            List.of("quarkus.datasource.reactive.url", "quarkus.datasource.jdbc.url"));

    private final List<Setting> settings;
    private final GivenSettings given;
    private final SettingCheck check;

    SettingRules(List<Setting> settings, GivenSettings given) {
        this.settings = settings;
        this.given = given;
        this.check = new SettingCheck(given.config());
    }

    List<SettingFault> faults() {
        var faults = settings.stream()
                .map(this::fault)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        TOGETHER.forEach(pair -> together(pair.getFirst(), pair.getLast()).ifPresent(faults::add));
        if (faults.isEmpty()) {
            LESS.forEach(pair -> inOrder(pair.getFirst(), pair.getLast()).ifPresent(faults::add));
        }
        return faults;
    }

    private Optional<SettingFault> fault(Setting setting) {
        try {
            return given.given(setting.property())
                    .flatMap(value -> check.trouble(setting, value)
                            .map(trouble -> new SettingFault(
                                    setting.variable(), setting.isSecret() ? null : value, trouble, remedy(value))));
        } catch (IllegalArgumentException unresolved) {
            return Optional.of(
                    new SettingFault(setting.variable(), null, String.valueOf(unresolved.getMessage()), REMEDY));
        }
    }

    private static String remedy(String value) {
        if (value.indexOf('\uFFFD') >= 0) {
            return LOCALE;
        }
        return value.startsWith("tcp://")
                ? "Kubernetes sets it for a Service called deployer: set enableServiceLinks: false, or rename the Service."
                : REMEDY;
    }

    private Optional<SettingFault> together(String one, String other) {
        boolean hasOne = given.given(one).isPresent();
        if (hasOne == given.given(other).isPresent()) {
            return Optional.empty();
        }
        var missing = hasOne ? other : one;
        return Optional.of(new SettingFault(
                Setting.variable(missing),
                null,
                "is not set, but " + Setting.variable(hasOne ? one : other) + " is.",
                "Set both or neither, and start again."));
    }

    private Optional<SettingFault> inOrder(String less, String more) {
        var values = settings.stream()
                .filter(setting ->
                        setting.property().equals(less) || setting.property().equals(more))
                .collect(Collectors.toMap(Setting::property, this::used));
        if (values.size() < 2 || number(values, less) < number(values, more) || neitherIsGiven(less, more)) {
            return Optional.empty();
        }
        return Optional.of(new SettingFault(
                Setting.variable(less),
                values.get(less),
                "must be less than " + Setting.variable(more) + ", which is " + values.get(more) + ".",
                "Correct one of them, and start again."));
    }

    private boolean neitherIsGiven(String one, String other) {
        return given.given(one).isEmpty() && given.given(other).isEmpty();
    }

    private String used(Setting setting) {
        return given.value(setting.property()).orElse(String.valueOf(setting.otherwise()));
    }

    private static long number(Map<String, String> values, String property) {
        var text = String.valueOf(values.get(property));
        return text.matches("-?\\d+") ? Long.parseLong(text) : duration(text).toMillis();
    }

    private static Duration duration(String text) {
        return DurationConverter.parseDuration(text);
    }
}
