package hero.deployer.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;

/**
 * Deletes artifacts that no build refers to, such as other bytes sent under a version that was taken. A publication writes its build under
 * the artifact's lock in the database and looks that the file is there; a sweep of any replica deletes under the same lock, when no build
 * refers to the file then.
 */
@ApplicationScoped
class ArtifactSweeper {
    private static final Logger LOG = Logger.getLogger(ArtifactSweeper.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Pool pool;
    private final ArtifactStore store;
    private final ReleaseConfig config;

    ArtifactSweeper(Pool pool, ArtifactStore store, ReleaseConfig config) {
        this.pool = pool;
        this.store = store;
        this.config = config;
    }

    void keepTidy(@Observes StartupEvent started, Vertx vertx) {
        vertx.setPeriodic(
                EVERY.toMillis(),
                timer -> sweep().subscribe()
                        .with(
                                gone -> LOG.debugf("%d artifacts that no build refers to are gone", gone),
                                failed -> LOG.warnf("Artifacts of no build stay for now: %s", failed.toString())));
    }

    /** How many were deleted. */
    Uni<Integer> sweep() {
        long before = System.currentTimeMillis() - config.keepUnreferenced().toMillis();
        return Uni.createFrom()
                .completionStage(() -> store.olderThan(before).toCompletionStage())
                .chain(this::unreferenced)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(sha256 -> delete(sha256, before))
                .collect()
                .with(java.util.stream.Collectors.summingInt(gone -> gone ? 1 : 0));
    }

    private Uni<List<String>> unreferenced(List<String> found) {
        return Tx.inParts(
                        found,
                        part -> Tx.of(pool)
                                .rows("select sha256::text from build where sha256 = any($1::text[])", (Object)
                                        part.toArray(String[]::new)))
                .map(parts -> {
                    var known = new HashSet<Object>();
                    parts.forEach(rows -> rows.forEach(row -> known.add(row[0])));
                    var left = new ArrayList<>(found);
                    left.removeIf(known::contains);
                    return left;
                });
    }

    private Uni<Boolean> delete(String sha256, long before) {
        return pool.withTransaction(connection -> {
            var tx = Tx.of(connection);
            return tx.rows("select set_config('lock_timeout', '5s', true)::text")
                    .chain(() -> lock(tx, sha256))
                    .chain(() -> tx.rows("select 1 from build where sha256 = $1::text limit 1", sha256))
                    .chain(rows -> rows.isEmpty()
                            ? Uni.createFrom()
                                    .completionStage(
                                            () -> store.delete(sha256, before).toCompletionStage())
                            : Uni.createFrom().item(false));
        });
    }

    /** Until the transaction ends nobody else publishes or deletes this artifact, on any replica. */
    static Uni<Void> lock(Tx tx, String sha256) {
        return tx.rows(
                        "select pg_advisory_xact_lock(hashtextextended('artifact ' || cast($1 as text), 0))::text",
                        sha256)
                .replaceWithVoid();
    }
}
