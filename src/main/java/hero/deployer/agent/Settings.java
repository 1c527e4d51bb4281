package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/** Settings by file ({@code --config}), environment ({@code HERO_AGENT_STACK_PORT}) and command line ({@code --stackPort=}); the later wins. */
final class Settings {
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> environment;

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException for an argument that is none of ours */
    static Settings of(String[] arguments, Map<String, String> environment) throws IOException {
        var settings = new Settings(environment);
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            if (!argument.startsWith("--")) {
                throw new IllegalArgumentException("unknown argument: " + argument);
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                given.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                given.put(argument.substring(2), arguments[++i]);
            } else {
                throw new IllegalArgumentException("a value is missing after " + argument);
            }
        }
        var file = given.remove("config");
        if (file != null) {
            settings.load(Path.of(file));
        }
        settings.values.putAll(given);
        return settings;
    }

    private void load(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        for (var name : properties.stringPropertyNames()) {
            var variable = environment.get(variable(name));
            values.put(name, variable == null ? properties.getProperty(name) : variable);
        }
    }

    private static String variable(String name) {
        return "HERO_AGENT_" + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private @Nullable String find(String name) {
        var value = values.get(name);
        return value == null ? environment.get(variable(name)) : value;
    }

    String text(String name, String otherwise) {
        var value = find(name);
        return value == null ? otherwise : value.strip();
    }

    String required(String name) {
        var value = text(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + ": is missing");
        }
        return value;
    }

    long number(String name, long least, long most, @Nullable Long otherwise) {
        var value = otherwise == null ? required(name) : text(name, otherwise.toString());
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": must be a number", e);
        }
        throw new IllegalArgumentException(name + ": must be between " + least + " and " + most);
    }

    Duration millis(String name, long otherwise) {
        return Duration.ofMillis(number(name, 1, 86_400_000, otherwise));
    }
}
