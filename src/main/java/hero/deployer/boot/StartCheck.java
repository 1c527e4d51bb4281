package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything that can be known before anything starts. Changes nothing. */
final class StartCheck {
    private final List<Setting> settings = SettingsCatalog.read();
    private final GivenSettings given;

    StartCheck(GivenSettings given) {
        this.given = given;
    }

    List<SettingFault> faults() throws IOException {
        var faults = new SettingRules(settings, given).faults();
        if (!faults.isEmpty()) {
            return faults;
        }
        var places = new PlaceCheck(given).faults();
        var inUse = usesEmbeddedDatabase() && places.isEmpty()
                ? FolderLock.look(data()).stream()
                : Stream.<SettingFault>empty();
        return Stream.of(inUse, places.stream(), new DatabaseCheck(given).fault().stream())
                .flatMap(all -> all)
                .toList();
    }

    Path data() {
        return Path.of(given.value("deployer.data").orElse("data"))
                .toAbsolutePath()
                .normalize();
    }

    boolean usesEmbeddedDatabase() {
        return given.given(DatabaseCheck.REACTIVE).isEmpty();
    }

    List<String> warnings() {
        return Misspellings.warnings(given.names(), settings);
    }

    String report() {
        return SettingsReport.of(settings, given);
    }

    List<Setting> settings() {
        return settings;
    }
}
