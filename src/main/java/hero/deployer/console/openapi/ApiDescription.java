package hero.deployer.console.openapi;

import java.util.List;
import java.util.Map;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/** Tells people and generated clients what holds on every route: how to sign in, what parameters mean, how it refuses. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String TOKEN = "token";
    private static final String SESSION = "session";
    private static final String SIGN_IN = "/api/v1/session";

    /** In the order of a first reading. */
    private static final List<Map.Entry<String, String>> TAGS = List.of(
            Map.entry("Session", "Signing in and out of the console, and replacing the password."),
            Map.entry("Tokens", "API tokens: what programs send instead of a session's cookie."),
            Map.entry("People", "Who has a login."),
            Map.entry("Organizations", "One company, team or class, managed as one unit."),
            Map.entry("Onboardings", "Adding and setting up people, one or many."),
            Map.entry("Instances", "The machines of an organization."),
            Map.entry("Refreshes", "Bringing every instance to one build."),
            Map.entry("Removals", "Taking instances and organizations away."),
            Map.entry("Releases", "Channels and the builds on them."),
            Map.entry("Setups", "Saved, versioned templates of machines."),
            Map.entry("Nodes", "Places that hold instances, with their slots."),
            Map.entry("Contracts", "What providers hold for the deployer, and bill."),
            Map.entry("Mail", "The outbox."),
            Map.entry("Events", "The one live stream."),
            Map.entry("Audit", "Who did what."));

    private final IndexView index;

    /** By the build, with the classes it knows. */
    public ApiDescription(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        api.components(components);
        addSecurity(api, components);
        TAGS.forEach(tag -> api.addTag(OASFactory.createTag().name(tag.getKey()).description(tag.getValue())));
        var refusals = new RefusalResponses(ProblemTypeCatalog.load());
        refusals.addTo(components);
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    refusals.addTo(path, method, operation);
                    ParameterDescriptions.describe(operation);
                }));
        FormSchemas.describe(api);
        new AnswerSchemas(api, index).requireWhatIsAlwaysThere(api);
    }

    private static void addSecurity(OpenAPI api, Components components) {
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
                                "The cookie of POST /api/v1/session; its name goes on with a hyphen and eight digits"
                                        + " of the deployer's own, so that two on one host do not share it"));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN))
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SESSION));
        var session = api.getPaths().getPathItem(SIGN_IN);
        if (session != null && session.getPOST() != null) {
            session.getPOST().setSecurity(List.of());
        }
    }
}
