package hero.deployer.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.jr.ob.JSON;
import org.jspecify.annotations.Nullable;

/** The state as JSON. */
final class StateCodec {
    private StateCodec() {}

    static byte[] write(AgentState state) throws IOException {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("fence", state.fence());
        json.put("stopped", state.stopped());
        json.put("current", state.current() == null ? null : write(state.current()));
        json.put("previous", state.previous() == null ? null : write(state.previous()));
        json.put(
                "operations", state.operations().stream().map(StateCodec::write).toList());
        return JSON.std.asBytes(json);
    }

    static AgentState read(byte[] content) throws IOException {
        var fields = Fields.of(JSON.std.mapFrom(content));
        return new AgentState(
                fields.number("fence", -1, Long.MAX_VALUE),
                fields.flag("stopped"),
                deployed(fields.object("current")),
                deployed(fields.object("previous")),
                operations(fields.list("operations")));
    }

    private static Map<String, Object> write(Deployed build) {
        return Map.of(
                "version", build.version(),
                "sha256", build.sha256(),
                "environment", build.environment(),
                "healthPath", build.healthPath());
    }

    private static @Nullable Deployed deployed(@Nullable Fields fields) {
        return fields == null
                ? null
                : new Deployed(
                        fields.text("version"),
                        fields.text("sha256"),
                        fields.texts("environment"),
                        fields.text("healthPath"));
    }

    private static Map<String, @Nullable Object> write(Operation operation) {
        var json = Wire.of(operation.report());
        json.put("command", operation.command() == null ? null : Wire.of(operation.command()));
        json.put("acceptedAt", operation.acceptedAt());
        json.put("attempts", operation.attempts());
        json.put("cancelled", operation.cancelled());
        return json;
    }

    private static List<Operation> operations(Iterable<?> items) {
        var operations = new ArrayList<Operation>();
        for (var item : items) {
            if (item instanceof Map<?, ?> map) {
                operations.add(operation(Fields.of(map)));
            }
        }
        return List.copyOf(operations);
    }

    private static Operation operation(Fields fields) {
        var command = fields.object("command");
        return new Operation(
                fields.text("id"),
                fields.number("seq", 0, Long.MAX_VALUE),
                Phase.of(fields.text("state")),
                (int) fields.number("percent", 0, 100),
                fields.optionalText("error"),
                command == null ? null : Commands.parse(command, Long.MAX_VALUE),
                fields.number("acceptedAt", 0, Long.MAX_VALUE),
                (int) fields.number("attempts", 0, Integer.MAX_VALUE),
                fields.optionalText("cancelled"));
    }
}
