package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the deployer is given, from where Quarkus will read it: system properties, environment, {@code .env}, {@code config/} and the product's
 * own {@code application.properties}. A blank value counts as none, as {@code docker compose} and scripts write it.
 */
final class GivenSettings {
    private static final int OF_THE_PRODUCT = 250;
    private static final int BESIDE_THE_PRODUCT = 260;
    private static final int OF_THE_FOLDER = 295;
    private static final int OF_THE_ENVIRONMENT = 300;
    private static final int OF_THE_JVM = 400;

    private final SmallRyeConfig config;
    private final Set<String> names = new TreeSet<>();

    GivenSettings(Map<String, String> properties, Map<String, String> environment) throws IOException {
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile("prod")
                .withSources(
                        new PropertiesConfigSource(properties, "system properties", OF_THE_JVM),
                        new EnvConfigSource(environment, OF_THE_ENVIRONMENT));
        names.addAll(properties.keySet());
        names.addAll(environment.keySet());
        add(builder, Path.of(".env"), OF_THE_FOLDER, true);
        add(builder, Path.of("config/application.properties"), BESIDE_THE_PRODUCT, false);
        var own = GivenSettings.class.getClassLoader().getResource("application.properties");
        if (own != null) {
            builder.withSources(new PropertiesConfigSource(own, OF_THE_PRODUCT));
        }
        config = builder.build();
    }

    private void add(SmallRyeConfigBuilder builder, Path file, int ordinal, boolean asEnvironment) throws IOException {
        if (!Files.isReadable(file)) {
            return;
        }
        var found = new PropertiesConfigSource(file.toUri().toURL(), ordinal);
        names.addAll(found.getPropertyNames());
        builder.withSources(asEnvironment ? new EnvConfigSource(found.getProperties(), ordinal) : found);
    }

    /** Every name in use, of variables and properties. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    SmallRyeConfig config() {
        return config;
    }

    /**
     * What somebody set; empty where the product's own default holds.
     *
     * @throws IllegalArgumentException when it refers to a setting that there is not
     */
    Optional<String> given(String property) {
        var found = config.getConfigValue(property);
        if (found.getSourceOrdinal() <= OF_THE_PRODUCT) {
            return Optional.empty();
        }
        return text(resolved(property));
    }

    /** What will be used where no room's own default holds. */
    Optional<String> value(String property) {
        return text(resolved(property));
    }

    private @Nullable String resolved(String property) {
        var found = config.getConfigValue(property);
        var raw = found.getRawValue();
        if (found.getValue() == null && raw != null && raw.contains("${")) {
            throw new IllegalArgumentException(
                    "holds ${…}, which stands for another setting, one that is not set; a plain dollar sign is written \\$.");
        }
        return found.getValue();
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
