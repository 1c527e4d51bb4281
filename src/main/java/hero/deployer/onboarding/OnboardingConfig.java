package hero.deployer.onboarding;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How patient onboarding is. */
@ConfigMapping(prefix = "deployer.onboarding")
interface OnboardingConfig {
    /** For the stage, over all its attempts: machine made and agent answering. */
    @WithDefault("5m")
    Duration provisioningDeadline();

    /** For the stage: artifact sent, build started and checked. */
    @WithDefault("3m")
    Duration installingDeadline();

    /** For the stage: a healthy answer from this build after the install. */
    @WithDefault("2m")
    Duration readyDeadline();

    /** One call to a provider that makes or destroys; the contract's own deadline is 60 s. */
    @WithDefault("60s")
    Duration providerCall();

    /** How long a creation whose outcome is unknown may still take effect; cancel does not call a machine gone before. */
    @WithDefault("70s")
    Duration creationSettles();

    /** One question to an agent for its health. */
    @WithDefault("2s")
    Duration healthCall();

    /** One long poll of an operation; short enough that a cancel is seen soon. */
    @WithDefault("5s")
    Duration operationWait();

    /** One sending of an artifact. */
    @WithDefault("90s")
    Duration artifactCall();

    /** The first pause after a transient failure; doubles, with jitter, up to {@link #backoffMost()}. */
    @WithDefault("300ms")
    Duration backoffLeast();

    @WithDefault("15s")
    Duration backoffMost();

    /** How many onboardings take a turn at once on one replica. */
    @WithDefault("32")
    int maxConcurrent();

    /** How many onboardings are at work on one node at once, over all replicas: starting machines all at once starves them all. */
    @WithDefault("8")
    int perNode();

    /** How long a run may wait for a place on its node; the stage's own deadline begins when it has one. */
    @WithDefault("24h")
    Duration placeDeadline();

    default Duration deadline(Stage stage) {
        return switch (stage) {
            case ADDING -> Duration.ofMinutes(1);
            case PROVISIONING -> provisioningDeadline();
            case INSTALLING -> installingDeadline();
            case READY -> readyDeadline();
        };
    }
}
