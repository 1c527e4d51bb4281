package hero.deployer.boot;

import java.time.Duration;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red as soon as PostgreSQL does not answer in time, whatever the reason; it says so within a second. */
@Readiness
class DatabaseReadinessCheck implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final Pool pool;

    DatabaseReadinessCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> true)
                .onFailure()
                .recoverWithItem(false)
                .map(answers ->
                        HealthCheckResponse.named("PostgreSQL").status(answers).build());
    }
}
