package hero.deployer.onboarding;

import java.time.Instant;
import java.util.EnumMap;

import io.vertx.core.json.JsonObject;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

/** How the states of the stages are written in their column. */
final class StagesJson {
    private StagesJson() {}

    static JsonObject write(Stages stages) {
        var json = new JsonObject();
        stages.all().forEach((stage, state) -> json.put(stage.wire(), write(state)));
        return json;
    }

    static Stages read(JsonObject json) {
        var all = new EnumMap<Stage, StageState>(Stage.class);
        for (var stage : Stage.values()) {
            all.put(stage, readState(json.getJsonObject(stage.wire())));
        }
        return new Stages(all);
    }

    private static JsonObject write(StageState state) {
        var json = new JsonObject().put("state", state.wire());
        return switch (state) {
            case StageState.Running(var attempts, var misses, var startedAt, var givesUpAt, var waitingFor) ->
                json.put("attempts", attempts)
                        .put("misses", misses)
                        .put("startedAt", startedAt)
                        .put("givesUpAt", givesUpAt)
                        .put("waitingFor", waitingFor);
            case StageState.Succeeded(var attempts, var startedAt, var endedAt) ->
                json.put("attempts", attempts).put("startedAt", startedAt).put("endedAt", endedAt);
            case StageState.Failed(var attempts, var startedAt, var endedAt, var problem) ->
                json.put("attempts", attempts)
                        .put("startedAt", startedAt)
                        .put("endedAt", endedAt)
                        .put("problem", write(problem));
            case StageState.Pending() -> json;
            case StageState.Skipped() -> json;
        };
    }

    private static JsonObject write(Failure problem) {
        return new JsonObject()
                .put("kind", problem.kind().name())
                .put("code", problem.code())
                .put("message", problem.message())
                .put("next", problem.next());
    }

    private static StageState readState(JsonObject json) {
        return switch (json.getString("state")) {
            case "pending" -> new StageState.Pending();
            case "skipped" -> new StageState.Skipped();
            case "running" ->
                new StageState.Running(
                        json.getInteger("attempts"),
                        json.getInteger("misses"),
                        time(json, "startedAt"),
                        time(json, "givesUpAt"),
                        json.getString("waitingFor"));
            case "succeeded" ->
                new StageState.Succeeded(json.getInteger("attempts"), time(json, "startedAt"), time(json, "endedAt"));
            case "failed" ->
                new StageState.Failed(
                        json.getInteger("attempts"),
                        time(json, "startedAt"),
                        time(json, "endedAt"),
                        readProblem(json.getJsonObject("problem")));
            default -> throw new IllegalArgumentException("unknown stage state " + json.getString("state"));
        };
    }

    private static Instant time(JsonObject json, String field) {
        return json.getInstant(field);
    }

    private static Failure readProblem(JsonObject json) {
        return Failure.stored(
                FailureKind.valueOf(json.getString("kind")),
                json.getString("code"),
                json.getString("message"),
                json.getString("next"));
    }
}
