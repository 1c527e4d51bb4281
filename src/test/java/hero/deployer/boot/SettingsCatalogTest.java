package hero.deployer.boot;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No setting escapes the check at the start. */
class SettingsCatalogTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("hero.deployer");

    @Test
    void everyConfigInterfaceIsInTheFile() {
        var mappings = PRODUCT.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::getName)
                .toList();

        assertThat(SettingsCatalog.names())
                .as("META-INF/hero-deployer/configs: one line for each interface with @ConfigMapping")
                .containsExactlyInAnyOrderElementsOf(mappings);
    }

    @Test
    void everySettingThatIsInjectedByItsNameIsKnown() {
        var known = SettingsCatalog.read().stream().map(Setting::property).collect(Collectors.toSet());

        assertThat(injected())
                .as("a setting of its own is a method of boot.DeploymentConfig, or of its room's …Config")
                .isSubsetOf(known);
    }

    private static Set<String> injected() {
        var parameters = PRODUCT.stream()
                .flatMap(type -> type.getConstructors().stream())
                .flatMap(constructor -> constructor.getParameters().stream())
                .flatMap(parameter -> parameter.tryGetAnnotationOfType(ConfigProperty.class).stream());
        var fields = PRODUCT.stream()
                .flatMap(type -> type.getFields().stream())
                .flatMap(field -> field.tryGetAnnotationOfType(ConfigProperty.class).stream());
        var found = Stream.concat(parameters, fields)
                .map(ConfigProperty::name)
                .filter(name -> name.startsWith("deployer."))
                .collect(Collectors.toSet());
        assertThat(found).contains("deployer.url");
        return found;
    }

    @Test
    void namesAreThoseOfTheEnvironment() {
        var names = SettingsCatalog.variables(SettingsCatalog.read()).collect(Collectors.toSet());

        assertThat(names)
                .contains(
                        "DEPLOYER_PORT",
                        "DEPLOYER_RELEASE_FETCH_ALLOW",
                        "DEPLOYER_IDENTITY_HASHING_ITERATIONS",
                        "DEPLOYER_GATEWAY_MAX_EXCHANGES_PER_COCKPIT");
    }

    @Test
    void aMisspeltNameIsToldWithTheNearest() {
        var settings = SettingsCatalog.read();

        var warnings = Misspellings.warnings(
                Set.of(
                        "DEPLOYER_PROT",
                        "DEPLOYER_MAIL_TSL",
                        "DEPLOYER_PORT",
                        "deployer.helth.interval",
                        "DEPLOYER_RELEASE_FETCH_ALLOW_0_",
                        "DEPLOYER_SERVICE_HOST",
                        "DEPLOYER_PORT_80_TCP",
                        "PATH"),
                settings);

        assertThat(warnings)
                .isEqualTo(List.of(
                        "DEPLOYER_HELTH_INTERVAL is no setting and is ignored; the nearest is DEPLOYER_HEALTH_INTERVAL.",
                        "DEPLOYER_MAIL_TSL is no setting and is ignored; the nearest is DEPLOYER_MAIL_TLS.",
                        "DEPLOYER_PROT is no setting and is ignored; the nearest is DEPLOYER_PORT."));
    }

    @Test
    void lettersPutInLeftOutOrChangedAreCounted() {
        assertThat(Misspellings.distance("", "abc")).isEqualTo(3);
        assertThat(Misspellings.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Misspellings.distance(Objects.toString("same"), "same")).isZero();
    }
}
