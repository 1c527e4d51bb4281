package hero.deployer.agent;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;

/** Reads an install command and checks every field: what gets past here is safe to act on. */
final class Commands {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]{0,499}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int MOST_VARIABLES = 256;
    private static final int LONGEST_DEADLINE = 7_200;

    private Commands() {}

    /** @throws IllegalArgumentException naming the field */
    static InstallBuild parse(Fields fields, long maxArtifactBytes) {
        return new InstallBuild(
                matching(ID, "operation", fields.text("operation")),
                fields.number("fence", 0, Long.MAX_VALUE),
                matching(VERSION, "version", fields.text("version")),
                matching(HASH, "sha256", fields.text("sha256")),
                fields.number("size", 1, maxArtifactBytes),
                mirror(fields.optionalText("mirror")),
                environment(fields.texts("environment")),
                matching(PATH, "healthPath", fields.text("healthPath")),
                (int) fields.number("deadlineSeconds", 1, LONGEST_DEADLINE));
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    private static String matching(Pattern pattern, String field, String value) {
        if (!pattern.matcher(value).matches()) {
            throw Fields.wrong(field, "must match " + pattern);
        }
        return value;
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        if (variables.size() > MOST_VARIABLES) {
            throw Fields.wrong("environment", "must have " + MOST_VARIABLES + " variables at the most");
        }
        variables.forEach((name, value) -> {
            matching(VARIABLE, "environment", name);
            if (value.indexOf(0) >= 0) {
                throw Fields.wrong("environment." + name, "must not hold a NUL");
            }
        });
        return Map.copyOf(variables);
    }

    private static @Nullable String mirror(@Nullable String address) {
        if (address != null) {
            checkMirror(address);
        }
        return address;
    }

    /** @throws IllegalArgumentException unless it is a plain http(s) address without credentials */
    static URI checkMirror(String address) {
        try {
            var uri = new URI(address);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException("mirror: is no address", e);
        }
        throw Fields.wrong("mirror", "must be an http(s) address without credentials");
    }
}
