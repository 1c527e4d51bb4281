package hero.deployer.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
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
            boolean mayBeNull = component.hasAnnotation(NULLABLE)
                    || component.type().hasAnnotation(NULLABLE)
                    || component.accessor().returnType().hasAnnotation(NULLABLE)
                    || component.field().type().hasAnnotation(NULLABLE);
            if (!mayBeNull) {
                names.add(component.name());
            }
        }
        return names;
    }
}
