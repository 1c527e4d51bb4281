package hero.deployer.console.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Says of what people send what its constraints alone do not tell a generated client. */
final class FormSchemas {
    /** A constraint that lists words. */
    private static final Pattern WORDS = Pattern.compile("\\w+(?:\\|\\w+)+");

    private static final String JSON = "application/json";
    private static final String SHARE = "CountOrShare";
    private static final String NOT_BLANK = "\\S";

    /** The control characters, as each language's patterns write them. */
    private static final String CONTROLS = "\\x00-\\x1f\\x7f-\\x9f";

    private static final String BUILDS = "/api/v1/channels/{channel}/builds";

    /** Their form may be left out altogether. */
    private static final List<String> MAY_COME_WITHOUT = List.of(
            "/api/v1/instances/{id}/provision",
            "/api/v1/instances/{id}/install",
            "/api/v1/onboardings/{id}/retry",
            "/api/v1/contracts/sweep",
            "/api/v1/contracts/sweep/dry-run");

    private FormSchemas() {}

    static void describe(OpenAPI api) {
        api.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .forEach(FormSchemas::nameShares);
        api.getComponents().addSchema(SHARE, share());
        api.getComponents().getSchemas().values().stream()
                .flatMap(schema -> Stream.ofNullable(schema.getProperties()))
                .flatMap(properties -> properties.values().stream())
                .forEach(FormSchemas::nameWords);
        api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> Stream.ofNullable(operation.getParameters()))
                .flatMap(List::stream)
                .forEach(parameter -> nameWords(parameter.getSchema()));
        putJsonFirst(api);
        tellUploadsApart(api);
        MAY_COME_WITHOUT.forEach(path -> ifThere(api, path, body -> body.setRequired(false)));
    }

    private static void ifThere(OpenAPI api, String path, Consumer<RequestBody> then) {
        var item = api.getPaths().getPathItem(path);
        if (item != null && item.getPOST() != null && item.getPOST().getRequestBody() != null) {
            then.accept(item.getPOST().getRequestBody());
        }
    }

    private static void nameWords(@Nullable Schema schema) {
        String words = schema == null ? null : schema.getPattern();
        if (schema != null && words != null && WORDS.matcher(words).matches()) {
            schema.setEnumeration(List.of((Object[]) words.split("\\|")));
            schema.setPattern(null);
        } else if (schema != null && words != null) {
            schema.setPattern(portable(words));
        }
    }

    /** Anchored, and in the part of the language that Java, JavaScript and Python share. */
    private static String portable(String pattern) {
        if (pattern.equals(NOT_BLANK)) {
            return "^\\s*\\S[\\s\\S]*$";
        }
        String shared =
                pattern.replace("[^\\p{Cc}\\s]", "[^" + CONTROLS + "\\s]").replace("\\P{Cc}", "[^" + CONTROLS + "]");
        return shared.startsWith("^") ? shared : "^(?:" + shared + ")$";
    }

    /** A number or a percentage is one schema with a name, of two plain types: a choice of schemas would match both. */
    private static void nameShares(Schema form) {
        var properties = new LinkedHashMap<>(form.getProperties());
        properties.replaceAll((name, schema) ->
                isChoice(schema) ? OASFactory.createSchema().ref("#/components/schemas/" + SHARE) : schema);
        form.setProperties(properties);
    }

    private static boolean isChoice(Schema schema) {
        return schema.getOneOf() != null
                && schema.getOneOf().stream()
                        .flatMap(one -> Stream.ofNullable(one.getType()).flatMap(List::stream))
                        .allMatch(type -> type == SchemaType.INTEGER || type == SchemaType.STRING);
    }

    private static Schema share() {
        return OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .addType(SchemaType.STRING)
                .description("A number counts, such as 1; a text is a share, such as \"25%\"");
    }

    /** Generated clients write the first type of body they find. */
    private static void putJsonFirst(OpenAPI api) {
        api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> Stream.ofNullable(operation.getRequestBody()))
                .flatMap(body -> Stream.ofNullable(body.getContent()))
                .filter(content -> content.getMediaTypes() != null && content.hasMediaType(JSON))
                .forEach(content -> {
                    var others = new LinkedHashMap<>(content.getMediaTypes());
                    var json = others.remove(JSON);
                    others.keySet().forEach(content::removeMediaType);
                    content.removeMediaType(JSON);
                    content.addMediaType(JSON, json);
                    others.forEach(content::addMediaType);
                });
    }

    /** One route takes a form that says where a build is, or the build itself with what is said of it in the address. */
    private static void tellUploadsApart(OpenAPI api) {
        ifThere(api, BUILDS, body -> {
            body.getContent()
                    .addMediaType(
                            "application/gzip",
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema()
                                            .addType(SchemaType.STRING)
                                            .format("binary")));
            api.getPaths().getPathItem(BUILDS).getPOST().getParameters().stream()
                    .filter(parameter -> parameter.getIn() == Parameter.In.QUERY)
                    .forEach(FormSchemas::ofUploads);
        });
    }

    private static void ofUploads(Parameter parameter) {
        boolean needed = Boolean.TRUE.equals(parameter.getRequired());
        parameter.setRequired(false);
        parameter.setDescription(
                "With application/gzip" + (needed ? ", where it is needed" : "") + "; otherwise it is in the form");
    }
}
