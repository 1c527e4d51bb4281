package hero.deployer.console.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Says in the API's description which parts of an answer are always there: each component of its record that may not be null. A generated
 * client then need not doubt everything. What people send is described by its own constraints and left alone.
 */
final class AnswerSchemas {
    private static final String REF = "#/components/schemas/";
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final String OURS = "hero.deployer";

    private final Map<String, Schema> schemas;
    private final IndexView index;

    AnswerSchemas(OpenAPI api, IndexView index) {
        this.schemas = api.getComponents().getSchemas();
        this.index = index;
    }

    void requireWhatIsAlwaysThere(OpenAPI api) {
        var sent = reachable(operations(api)
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> contents(operation.getRequestBody().getContent())));
        var answered = reachable(operations(api)
                .filter(operation -> operation.getResponses() != null)
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .flatMap(response -> contents(response.getContent())));
        answered.removeAll(sent);
        answered.forEach(this::require);
    }

    private static Stream<Operation> operations(OpenAPI api) {
        return api.getPaths().getPathItems().values().stream().flatMap(item -> item.getOperations().values().stream());
    }

    private static Stream<Schema> contents(@Nullable Content content) {
        return content == null
                ? Stream.empty()
                : content.getMediaTypes().values().stream().flatMap(media -> Stream.ofNullable(media.getSchema()));
    }

    /** The names of all schemas that these lead to. */
    private Set<String> reachable(Stream<Schema> roots) {
        var found = new TreeSet<String>();
        var open = new ArrayList<Schema>(roots.toList());
        while (!open.isEmpty()) {
            var schema = open.removeLast();
            String ref = schema.getRef();
            if (ref != null && ref.startsWith(REF) && found.add(ref.substring(REF.length()))) {
                ifThere(schemas.get(ref.substring(REF.length())), open::add);
            }
            ifThere(schema.getItems(), open::add);
            ifThere(schema.getAdditionalPropertiesSchema(), open::add);
            ifThere(schema.getProperties(), properties -> open.addAll(properties.values()));
            Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())
                    .forEach(parts -> ifThere(parts, open::addAll));
        }
        return found;
    }

    private static <T> void ifThere(@Nullable T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }

    private void require(String name) {
        var schema = schemas.get(name);
        var records = recordsNamed(name);
        if (schema == null || schema.getProperties() == null || records.isEmpty()) {
            return;
        }
        var always = new TreeSet<>(schema.getProperties().keySet());
        records.forEach(type -> always.retainAll(alwaysThere(type)));
        if (!always.isEmpty()) {
            schema.setRequired(List.copyOf(always));
        }
        var properties = new LinkedHashMap<>(schema.getProperties());
        properties.replaceAll(
                (property, of) -> records.stream().anyMatch(type -> isWrittenAsNull(type, property)) ? orNull(of) : of);
        schema.setProperties(properties);
    }

    /** Whether an answer may hold {@code null} there, instead of being without it. */
    private static boolean isWrittenAsNull(ClassInfo type, String property) {
        var component = type.recordComponent(property);
        return component != null
                && mayBeNull(component)
                && Stream.of(
                                type.declaredAnnotation(INCLUDE),
                                component.annotation(INCLUDE),
                                component.field().annotation(INCLUDE),
                                component.accessor().annotation(INCLUDE))
                        .flatMap(Stream::ofNullable)
                        .allMatch(include -> include.value() == null
                                || include.value().asEnum().equals("ALWAYS"));
    }

    private static Schema orNull(Schema schema) {
        return schema.getRef() == null
                ? schema.addType(SchemaType.NULL)
                : OASFactory.createSchema()
                        .addAnyOf(schema)
                        .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }

    /** Two records of one simple name are told apart by a number at the end; a page of items carries its items' name. */
    private List<ClassInfo> recordsNamed(String schema) {
        String simple = schema.startsWith("Page") && schema.length() > 4 ? "Page" : schema.replaceAll("\\d+$", "");
        return index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(OURS))
                .filter(type -> type.name()
                        .withoutPackagePrefix()
                        .replaceAll(".*\\$", "")
                        .equals(simple))
                .toList();
    }

    private static Set<String> alwaysThere(ClassInfo type) {
        var names = new HashSet<String>();
        for (RecordComponentInfo component : type.recordComponents()) {
            if (!mayBeNull(component)) {
                names.add(component.name());
            }
        }
        return names;
    }

    private static boolean mayBeNull(RecordComponentInfo component) {
        return component.hasAnnotation(NULLABLE)
                || component.type().hasAnnotation(NULLABLE)
                || component.accessor().returnType().hasAnnotation(NULLABLE)
                || component.field().type().hasAnnotation(NULLABLE);
    }
}
