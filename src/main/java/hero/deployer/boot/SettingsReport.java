package hero.deployer.boot;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code --check} shows: every setting as it would be used, one a line. */
final class SettingsReport {
    private static final int WIDEST = 200;
    private static final List<String> DATABASE =
            List.of(DatabaseCheck.REACTIVE, DatabaseCheck.JDBC, "quarkus.datasource.username");

    private SettingsReport() {}

    static String of(List<Setting> settings, GivenSettings given) {
        var own = settings.stream().map(setting -> line(setting, given));
        var database = DATABASE.stream()
                .filter(property -> given.given(property).isPresent())
                .map(property -> Setting.variable(property) + "="
                        + DatabaseCheck.shown(given.given(property).orElseThrow()));
        return Stream.concat(own, database).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Every variable with its default, for {@code --help}. */
    static String names(List<Setting> settings) {
        return settings.stream()
                .map(setting -> "  " + setting.variable()
                        + (setting.otherwise() == null ? "" : " (" + setting.otherwise() + ")"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Setting setting, GivenSettings given) {
        var name = setting.variable();
        var set = text(setting, given);
        if (setting.isSecret()) {
            return name + (set.isEmpty() ? " is not set" : " is set");
        }
        if (!set.isEmpty()) {
            return name + "=" + SettingFault.plain(set, WIDEST);
        }
        var otherwise = given.value(setting.property()).orElse(setting.otherwise());
        return name + (otherwise == null ? " is not set" : "=" + otherwise + " (default)");
    }

    private static String text(Setting setting, GivenSettings given) {
        try {
            return given.given(setting.property()).orElse("");
        } catch (IllegalArgumentException unresolved) {
            return "";
        }
    }
}
