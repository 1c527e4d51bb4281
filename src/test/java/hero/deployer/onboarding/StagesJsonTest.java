package hero.deployer.onboarding;

import java.time.Instant;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

class StagesJsonTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");

    @Test
    void everyStateComesBackAsItWasWritten() {
        var stages = new Stages(Map.of(
                Stage.ADDING, new StageState.Succeeded(1, NOW, NOW.plusSeconds(1)),
                Stage.PROVISIONING, new StageState.Running(2, 1, NOW, NOW.plusSeconds(60), "the provider"),
                Stage.INSTALLING,
                        new StageState.Failed(3, NOW, NOW, new Failure(FailureKind.REFUSED, "no \"build\"", "retry")),
                Stage.READY, new StageState.Pending()));

        assertThat(StagesJson.read(new JsonObject(StagesJson.write(stages).encode())))
                .isEqualTo(stages);
    }

    @Test
    void aSkippedStageAndOneThatWaitsForNothingComeBack() {
        var stages = Stages.of(Stage.PROVISIONING, Stage.PROVISIONING)
                .with(Stage.PROVISIONING, new StageState.Running(0, 0, NOW, NOW, null));

        assertThat(StagesJson.read(new JsonObject(StagesJson.write(stages).encode())))
                .isEqualTo(stages);
    }
}
