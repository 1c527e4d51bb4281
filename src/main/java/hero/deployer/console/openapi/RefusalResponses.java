package hero.deployer.console.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import hero.deployer.console.openapi.ProblemTypeCatalog.ProblemType;

/** Says with which statuses a route refuses: each is problem details, and which statuses may come follows from the route's shape. */
final class RefusalResponses {
    private static final String PROBLEM = "ProblemDetails";
    private static final String NAME = "Problem";
    private static final String SIGN_IN = "/api/v1/session";

    private final Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();

    RefusalResponses(ProblemTypeCatalog catalog) {
        catalog.all()
                .values()
                .forEach(type -> type.status()
                        .forEach(status -> byStatus.computeIfAbsent(status, first -> new ArrayList<>())
                                .add(type)));
    }

    /** One response for each status, and the document they all hold. */
    void addTo(Components components) {
        components.addSchema(PROBLEM, document());
        byStatus.forEach((status, types) -> components.addResponse(NAME + status, response(types)));
        components.addResponse(
                NAME + "Default",
                content(OASFactory.createAPIResponse()
                        .description("Refused or failed: problem details (RFC 9457); match type, never the text")));
    }

    void addTo(String path, HttpMethod method, Operation operation) {
        var responses = operation.getResponses();
        responses.removeAPIResponse("400");
        for (int status : statuses(path, method, operation)) {
            if (byStatus.containsKey(status) && responses.getAPIResponse(String.valueOf(status)) == null) {
                responses.addAPIResponse(String.valueOf(status), reference(NAME + status));
            }
        }
        responses.addAPIResponse("default", reference(NAME + "Default"));
    }

    private static List<Integer> statuses(String path, HttpMethod method, Operation operation) {
        boolean reads = method == HttpMethod.GET;
        boolean hasBody = operation.getRequestBody() != null;
        var statuses = new ArrayList<>(List.of(400, 401, 403, 406));
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (!reads && !path.startsWith(SIGN_IN)) {
            statuses.add(409);
        }
        if (hasBody) {
            statuses.addAll(List.of(408, 413, 415));
        }
        if (hasBody || takesKey(operation)) {
            statuses.add(422);
        }
        if (path.equals(SIGN_IN) && !reads || path.endsWith("/events")) {
            statuses.add(429);
        }
        statuses.addAll(List.of(500, 503));
        return statuses;
    }

    private static boolean takesKey(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(one -> "Idempotency-Key".equals(one.getName()));
    }

    private static APIResponse reference(String name) {
        return OASFactory.createAPIResponse().ref("#/components/responses/" + name);
    }

    private static APIResponse response(List<ProblemType> types) {
        String list = types.stream()
                .map(type -> type.type() + ": " + type.when())
                .collect(Collectors.joining("\n- ", "- ", ""));
        var response = content(OASFactory.createAPIResponse().description(list));
        var media = response.getContent().getMediaType("application/problem+json");
        types.forEach(type -> media.addExample(
                type.title().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                OASFactory.createExample().value(example(type))));
        return response;
    }

    private static Map<String, Object> example(ProblemType type) {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", String.valueOf(type.type()));
        example.put("title", type.title());
        example.put("status", type.status().getFirst());
        example.put("detail", type.when() + " " + type.next());
        return example;
    }

    private static APIResponse content(APIResponse response) {
        return response.content(OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
    }

    private Schema document() {
        var fieldError = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("field", text("The JSON path of the field, or the parameter's or header's name"))
                .addProperty("message", text("What is wrong with it"))
                .required(List.of("field", "message"));
        var document = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("Problem details (RFC 9457). GET the type's address for what it means and what to do.")
                .addProperty("type", text("A stable URI reference, /problems/{type}"))
                .addProperty("title", text("The kind of problem in a few words"))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("What happened and what to do next, for a person"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .items(fieldError)
                                .description("The fields at fault, for a bad form"));
        members()
                .forEach((name, description) ->
                        document.addProperty(name, OASFactory.createSchema().description(description)));
        return document.required(List.of("type", "title", "status", "detail"));
    }

    /** What some types hold beside the standard members, and which types do. */
    private Map<String, String> members() {
        var members = new TreeMap<String, String>();
        byStatus.values().stream().flatMap(List::stream).distinct().forEach(type -> {
            if (type.members() != null) {
                type.members()
                        .forEach((name, meaning) ->
                                members.merge(name, type.type() + ": " + meaning, (one, other) -> one + "; " + other));
            }
        });
        members.remove("errors");
        return members;
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
