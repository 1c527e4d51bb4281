package hero.deployer.console;

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

    private static final String BUILDS = "/api/v1/channels/{channel}/builds";

    /** Their form may be left out altogether. */
    private static final List<String> MAY_COME_WITHOUT =
            List.of("/api/v1/instances/{id}/provision", "/api/v1/contracts/sweep");

    private FormSchemas() {}

    static void describe(OpenAPI api) {
        api.getComponents().getSchemas().values().stream()
                .flatMap(schema -> Stream.ofNullable(schema.getProperties()))
                .flatMap(properties -> properties.values().stream())
                .forEach(FormSchemas::nameWords);
        api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> Stream.ofNullable(operation.getParameters()))
                .flatMap(List::stream)
                .forEach(parameter -> nameWords(parameter.getSchema()));
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
        }
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
