package hero.deployer.instance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** Which instances of an organization, and which page of them. */
@SuppressWarnings("NullAway.Init")
class InstanceQuery {
    private static final int MAX_LIMIT = 500;
    private static final int MAX_TEXT = 100;

    @QueryParam("role")
    @Parameter(schema = @Schema(enumeration = {"admin", "member"}))
    @Nullable
    String role;

    @QueryParam("state")
    @Parameter(
            schema =
                    @Schema(
                            enumeration = {
                                "registered",
                                "provisioning",
                                "provisioned",
                                "installing",
                                "ready",
                                "failed",
                                "removing"
                            }))
    @Nullable
    String state;

    @QueryParam("health")
    @Parameter(schema = @Schema(enumeration = {"unknown", "healthy", "degraded", "unreachable"}))
    @Nullable
    String health;

    @QueryParam("build")
    @Nullable
    String build;

    /** Drifted, outdated or pinned. */
    @QueryParam("mark")
    @Nullable
    String mark;

    @QueryParam("q")
    @Nullable
    String q;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @DefaultValue("100")
    int limit;

    /** @throws ProblemException 400 with the parameter named */
    InstanceQuery checked() {
        oneOf("role", role, List.of("admin", "member"));
        oneOf("state", state, words(InstanceState.values()));
        oneOf("health", health, words(Health.values()));
        oneOf("mark", mark, List.of("drifted", "outdated", "pinned"));
        notLong("build", build);
        notLong("q", q);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badField("limit", "must be from 1 to " + MAX_LIMIT);
        }
        return this;
    }

    /** The number that the last page ended with, 0 for the first page. */
    long after() {
        if (cursor == null) {
            return 0;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.badField("cursor", "is not one that we gave");
        }
    }

    /** What {@code q} is found with: anywhere in the text, its wildcards taken as they are. */
    @Nullable
    String pattern() {
        return q == null || q.isBlank()
                ? null
                : "%" + q.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void oneOf(String field, @Nullable String given, List<String> words) {
        if (given != null && !words.contains(given)) {
            throw ProblemException.badField(field, "must be one of " + String.join(", ", words));
        }
    }

    private static void notLong(String field, @Nullable String given) {
        if (given != null && (given.length() > MAX_TEXT || given.indexOf('\0') >= 0)) {
            throw ProblemException.badField(field, "must be at most " + MAX_TEXT + " characters of text");
        }
    }
}
