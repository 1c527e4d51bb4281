package hero.deployer.events;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red while a loop stands still, naming it and what it waits for. */
@Readiness
class LoopReadinessCheck implements HealthCheck {
    private final LoopRegistry loops;

    LoopReadinessCheck(LoopRegistry loops) {
        this.loops = loops;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("Loops");
        var standing = loops.standing();
        for (var loop : standing) {
            answer.withData(
                    loop.name(), "waits for " + loop.waitsFor() + " since " + (long) loop.standingSeconds() + " s");
        }
        return answer.status(standing.isEmpty()).build();
    }
}
