package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import hero.deployer.onboarding.Effects.Creation;
import hero.deployer.onboarding.Effects.Install;

import static org.assertj.core.api.Assertions.assertThat;

class EffectsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SETTLES = Duration.ofSeconds(70);

    @Test
    void anUnknownCreationMayStillAppearUntilItHasSettled() {
        var asked = Effects.NONE.asked(NOW);

        assertThat(asked.mayStillAppear(NOW.plusSeconds(69), SETTLES)).isTrue();
        assertThat(asked.mayStillAppear(NOW.plusSeconds(70), SETTLES)).isFalse();
    }

    @Test
    void aKnownOutcomeNeedsNoWaiting() {
        assertThat(Effects.NONE.asked(NOW).machineMade().mayStillAppear(NOW, SETTLES))
                .isFalse();
        assertThat(Effects.NONE.asked(NOW).refused().mayStillAppear(NOW, SETTLES))
                .isFalse();
    }

    @Test
    void aNewTryOfProvisioningLooksTheMachineUpAgain() {
        var retried = Effects.NONE.asked(NOW).machineMade().beforeRetry(Stage.PROVISIONING);

        assertThat(retried.creation()).isEqualTo(Creation.ASKED);
    }

    @Test
    void aNewTryOfInstallingHasACommandOfItsOwn() {
        var commanded = Effects.NONE.asked(NOW).machineMade().installing(new Install("op-1", 1, "1.0.0", true, 4));

        assertThat(commanded.beforeRetry(Stage.INSTALLING).install()).isNull();
        assertThat(commanded.beforeRetry(Stage.READY).install()).isEqualTo(commanded.install());
    }
}
