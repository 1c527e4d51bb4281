package hero.deployer.console;

import java.util.List;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/** Tells generated clients what holds on every route: how to sign in, and that a refusal is problem details. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String PROBLEM = "ProblemDetails";
    private static final String TOKEN = "token";
    private static final String SESSION = "session";

    private final IndexView index;

    /** By the build, with the classes it knows. */
    public ApiDescription(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        components.addSchema(PROBLEM, problem());
        components.addSecurityScheme(
                TOKEN,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API token, made by POST /api/v1/tokens"));
        components.addSecurityScheme(
                SESSION,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("hero-session")
                        .description(
                                "The cookie of POST /api/v1/session; its name goes on with a hyphen and eight digits of"
                                        + " the deployer's own, so that two on one host do not share it"));
        api.components(components)
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN))
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SESSION));
        api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(ApiDescription::refusals);
        FormSchemas.describe(api);
        new AnswerSchemas(api, index).requireWhatIsAlwaysThere(api);
    }

    private static void refusals(Operation operation) {
        var responses = operation.getResponses();
        responses.removeAPIResponse("400");
        responses.addAPIResponse(
                "default",
                OASFactory.createAPIResponse()
                        .description("Refused or failed: problem details (RFC 9457); match type, never the text")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/problem+json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("#/components/schemas/" + PROBLEM)))));
    }

    private static org.eclipse.microprofile.openapi.models.media.Schema problem() {
        var text = OASFactory.createSchema().addType(SchemaType.STRING);
        var fieldError = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("field", text)
                .addProperty("message", text)
                .required(List.of("field", "message"));
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("type", text)
                .addProperty("title", text)
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text)
                .addProperty(
                        "errors",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(fieldError))
                .required(List.of("type", "title", "status", "detail"));
    }
}
