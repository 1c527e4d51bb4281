package hero.deployer.health;

import java.time.Duration;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import hero.deployer.events.LoopRegistry;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.AgentTokens;
import hero.deployer.instance.Instances;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Members of a replica that died are judged as soon as those of one that lives. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class HealthTakeoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MEMBERS = 12;

    /** From the last answer to the third lost probe, at the longest: three intervals and a deadline. */
    private static final Duration THRESHOLD =
            PacedHealth.INTERVAL.multipliedBy(3).plus(PacedHealth.DEADLINE);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    Instances instances;

    @Inject
    AgentClient agents;

    @Inject
    AgentTokens tokens;

    @Inject
    HealthWriter writer;

    private @Nullable HealthProber prober;

    @AfterEach
    void stop() {
        requireNonNull(prober).stop(new ShutdownEvent());
        run("delete from health_replica where id = 'replica_that-dies'");
        run("update instance set state = 'removing' where organization = 'hl-taken'");
    }

    @Test
    void membersOfAReplicaThatDiedAreSeenUnreachableWithinTheThresholds() {
        members();
        var config = new PacedHealth();
        var service = new HealthService(agents, writer, config);
        prober = new HealthProber(
                vertx,
                pool,
                instances,
                new Replicas(),
                service,
                writer,
                config,
                new LoopRegistry(new SimpleMeterRegistry()));
        // it lives at this moment, and has a share from then on
        run("insert into health_replica (id) values ('replica_that-dies')");
        long diedAt = System.nanoTime();

        prober.start(new StartupEvent());

        Awaitility.await().atMost(THRESHOLD.multipliedBy(3)).until(() -> count("unreachable") == MEMBERS);
        assertThat(Duration.ofNanos(System.nanoTime() - diedAt)).isLessThan(THRESHOLD);
    }

    private void members() {
        run("insert into channel (name) values ('hl') on conflict do nothing");
        run("insert into setup (name) values ('hl') on conflict do nothing");
        run("insert into setup_version (setup, version, provider, slots, cpu, memory_mib, disk_gib)"
                + " values ('hl', 1, 'fake', 1, 1, 1024, 1) on conflict do nothing");
        run("insert into organization (slug, name, setup, setup_version, channel) values"
                + " ('hl-taken', 'H', 'hl', 1, 'hl')");
        run("insert into person (username, name, email, password_kind, password_hash) select 'hl-t' || i, 'P',"
                + " 'p@example.org', 'chosen', 'none' from generate_series(1, " + MEMBERS
                + ") i on conflict do nothing");
        run("insert into node (id, provider, name, slots, online, last_seen)"
                + " values ('fake.fake-1', 'fake', 'fake-1', 100, true, clock_timestamp()) on conflict do nothing");
        run("insert into instance (id, organization, number, setup, setup_version, role, person, health) select"
                + " 'hl-taken-' || i, 'hl-taken', i, 'hl', 1, 'member', 'hl-t' || i, 'healthy'"
                + " from generate_series(1, " + MEMBERS + ") i");
        IntStream.rangeClosed(1, MEMBERS).forEach(number -> {
            var id = "hl-taken-" + number;
            var agent = StubAgent.start(id, tokens.tokenSha256(id, 1))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            agent.behave(StubAgent.Behaviour.HANGS);
            pool.preparedQuery(
                            "update instance set state = 'ready', node = 'fake.fake-1', agent_address = $2 where id = $1")
                    .execute(Tuple.of(id, agent.agentAddress()))
                    .await()
                    .atMost(PATIENCE);
        });
    }

    private long count(String health) {
        return pool.preparedQuery("select count(*) from instance where organization = 'hl-taken' and health = $1")
                .execute(Tuple.of(health))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
