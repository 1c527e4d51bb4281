package hero.deployer.console.openapi;

import java.util.Map;

import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Says what each parameter means: one name means one thing on every route. */
final class ParameterDescriptions {
    private static final int LONGEST_CURSOR = 1_000;
    private static final int LONGEST_KEY = 255;
    private static final int MOST_ROWS = 500;

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(
                    "Idempotency-Key",
                    "1 to 255 printable ASCII characters; the same key within 24 hours gets the first"
                            + " answer again, with Idempotent-Replayed: true"),
            Map.entry("Last-Event-ID", "The id of the last event that was seen"),
            Map.entry("actor", "The username of who did it"),
            Map.entry("after", "As Last-Event-ID, for clients that cannot set headers"),
            Map.entry("build", "A build's version"),
            Map.entry("cause", "A cause's key, as the causes of the refresh tell it"),
            Map.entry("channel", "A channel's name"),
            Map.entry("cursor", "The next of the page before; opaque"),
            Map.entry("health", "The health last observed"),
            Map.entry("id", "The opaque id"),
            Map.entry("limit", "The most rows of one page"),
            Map.entry("mark", "Only those that are drifted, outdated or pinned"),
            Map.entry("notes", "What is new, for people"),
            Map.entry("onboarding", "Only events of this onboarding"),
            Map.entry("org", "The organization's slug"),
            Map.entry("organization", "An organization's slug"),
            Map.entry("orphaned", "Only those that no instance owns, or only the others"),
            Map.entry("owner", "The username of the tokens' owner"),
            Map.entry("q", "A part of a name, in any case"),
            Map.entry("refresh", "Only events of this refresh"),
            Map.entry("removal", "Only events of this removal"),
            Map.entry("role", "The instance's role"),
            Map.entry("setup", "A setup's name"),
            Map.entry("sha256", "The artifact's SHA-256 in hexadecimal digits, to be checked"),
            Map.entry("state", "Only those in this state"),
            Map.entry("stopAfter", "The last stage to run"),
            Map.entry("subject", "The id or name of what it was done to"),
            Map.entry("type", "The events' type"),
            Map.entry("username", "The person's username"),
            Map.entry("version", "A version"),
            Map.entry("wave", "0 the canary, 1 the members, 2 the admin instance"));

    private ParameterDescriptions() {}

    static void describe(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ParameterDescriptions::describe);
        }
    }

    private static void describe(Parameter parameter) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(WORDS.get(parameter.getName()));
        }
        bound(parameter.getName(), parameter.getSchema());
    }

    private static void bound(String name, @Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        switch (name) {
            case "limit" -> schema.minimum(java.math.BigDecimal.ONE).maximum(java.math.BigDecimal.valueOf(MOST_ROWS));
            case "cursor" -> schema.maxLength(LONGEST_CURSOR);
            case "Idempotency-Key" -> schema.minLength(1).maxLength(LONGEST_KEY);
            default -> {
                if (schema.getType() == null && schema.getRef() == null) {
                    schema.addType(SchemaType.STRING);
                }
            }
        }
    }
}
