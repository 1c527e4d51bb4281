package hero.deployer.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** The counters against a full count, after many have changed at once. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class InstanceCountsIT {
    private static final int INSTANCES = 40;
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 50;
    private static final List<String> STATES = List.of("ready", "failed", "installing", "removing");
    private static final List<String> HEALTHS = List.of("unknown", "healthy", "degraded", "unreachable");

    @Inject
    Pool pool;

    @Inject
    InstanceCounts counts;

    @Test
    void countersEqualAFullCountAfterConcurrentChanges() {
        var land = new Landscape(pool, "counts").lay().people(INSTANCES);
        var organizations = List.of("counts-a", "counts-b");
        organizations.forEach(land::organization);
        organizations.forEach(slug -> add(land, slug, 1, INSTANCES));

        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var running = new ArrayList<CompletableFuture<Void>>();
            for (int seed = 0; seed < WRITERS; seed++) {
                var random = new Random(seed);
                running.add(CompletableFuture.runAsync(() -> churn(land, random), writers));
            }
            // a deadlock on the counters would surface here as a failed transaction
            running.forEach(CompletableFuture::join);
        }

        organizations.forEach(slug -> assertThat(counted(land, slug)).isEqualTo(fullCount(land, slug)));
        assertThat(leftOver(land)).isZero();
    }

    @Test
    void openTransactionDoesNotHoldUpAnother() {
        var land = new Landscape(pool, "counts-open").lay().people(2).organization("counts-open");
        add(land, "counts-open", 1, 2);

        var inner = Duration.ofSeconds(10);
        var done = land.tx(first -> set(first, "counts-open-1", "state", "ready")
                .chain(() -> pool.withTransaction(
                                connection -> set(Tx.of(connection), "counts-open-2", "state", "ready"))
                        .ifNoItem()
                        .after(inner)
                        .fail()));

        assertThat(done).isEqualTo(1);
        assertThat(land.tx(tx -> counts.of(tx, "counts-open")).instances().ready())
                .isEqualTo(2);
    }

    @Test
    void driftAndOutdatedFollowThePinAndTheChannel() {
        var land = new Landscape(pool, "counts-pin").lay().people(3).organization("counts-pin");
        add(land, "counts-pin", 1, 3);
        land.sql("update instance set state = 'ready', build = 'counts-pin-1', desired_build = 'counts-pin-1'"
                + " where organization = 'counts-pin'");
        land.sql("update instance set pin_reason = 'exam', pin_by = 'ada' where id = 'counts-pin-1'");
        land.sql("update instance set build = 'something else' where id = 'counts-pin-2'");

        var tallies = land.tx(tx -> counts.of(tx, List.of("counts-pin", "counts-none")));
        var tally = Objects.requireNonNull(tallies.get("counts-pin"));

        assertThat(tallies).containsKey("counts-none");
        assertThat(tally.drifted()).isEqualTo(1);
        assertThat(tally.pinned()).isEqualTo(1);
        assertThat(tally.outdated("counts-pin-1")).isZero();
        assertThat(tally.outdated("counts-pin-2")).isEqualTo(2);
    }

    private static void add(Landscape land, String organization, int from, int to) {
        land.sql(
                "insert into instance (id, organization, number, setup, setup_version, role, person)"
                        + " select cast($1 as text) || '-' || i, cast($1 as text), i, cast($2 as text), 1, 'member',"
                        + " cast($2 as text) || '-p' || i"
                        + " from generate_series(cast($3 as integer), cast($4 as integer)) i"
                        + " on conflict do nothing",
                organization,
                land.name(),
                from,
                to);
    }

    /** Several changes per transaction, over both organizations, in the order of ids so that the instances' own locks cannot deadlock. */
    private static void churn(Landscape land, Random random) {
        for (int i = 0; i < TRANSACTIONS; i++) {
            try {
                land.tx(tx -> changes(tx, land, random));
            } catch (CompletionException | IllegalStateException e) {
                if (!String.valueOf(e.getMessage()).contains("on purpose")) {
                    throw e;
                }
            }
        }
    }

    private static Uni<Integer> changes(Tx tx, Landscape land, Random random) {
        Uni<Integer> all = Uni.createFrom().item(0);
        int number = 1 + random.nextInt(INSTANCES - 4);
        for (var organization : List.of("counts-a", "counts-b")) {
            for (int step = 0; step < 3; step++) {
                var id = organization + "-" + number;
                all = all.chain(() -> change(tx, land, id, random));
            }
        }
        return random.nextInt(5) == 0
                ? all.chain(() -> Uni.createFrom().failure(new IllegalStateException("on purpose")))
                : all;
    }

    private static Uni<Integer> change(Tx tx, Landscape land, String id, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> set(tx, id, "state", STATES.get(random.nextInt(STATES.size())));
            case 1 -> set(tx, id, "health", HEALTHS.get(random.nextInt(HEALTHS.size())));
            case 2 -> set(tx, id, "build", land.name() + "-" + (1 + random.nextInt(3)));
            case 3 -> set(tx, id, "desired_build", land.name() + "-" + (1 + random.nextInt(2)));
            case 4 ->
                tx.update("update instance set pin_reason = 'because', pin_by = 'ada' where id = cast($1 as text)", id);
            default -> tx.update("delete from instance where id = cast($1 as text) and state = 'removing'", id);
        };
    }

    private static Uni<Integer> set(Tx tx, String id, String column, String value) {
        return tx.update(
                "update instance set " + column + " = cast($2 as text) where id = cast($1 as text)", id, value);
    }

    private static TreeMap<String, Long> counted(Landscape land, String slug) {
        return map(land, "select dimension || ' ' || value, count from instance_counter where organization = $1", slug);
    }

    private static TreeMap<String, Long> fullCount(Landscape land, String slug) {
        return map(land, """
                select d.dimension || ' ' || d.value, count(*) from instance i cross join lateral (values
                    ('state', i.state), ('health', i.health), ('build', i.build),
                    ('desired', case when i.pin_reason is null then i.desired_build end),
                    ('drifted', case when i.state = 'ready' and i.desired_build is not null
                        and i.build is distinct from i.desired_build then 'true' end),
                    ('pinned', case when i.pin_reason is not null then 'true' end)) d (dimension, value)
                where i.organization = $1 and d.value is not null group by 1""", slug);
    }

    private static TreeMap<String, Long> map(Landscape land, String sql, String slug) {
        var found = new TreeMap<String, Long>();
        land.tx(tx -> tx.rows(sql, slug)).forEach(row -> found.put((String) row[0], (Long) row[1]));
        return found;
    }

    private static long leftOver(Landscape land) {
        return (Long) land.tx(tx -> tx.rows("select count(*) from instance_delta where organization like 'counts-%'"))
                .getFirst()[0];
    }
}
