package hero.deployer.node;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.node.NodeSightings.Verdict;
import hero.deployer.provider.ProviderNode;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** How what providers show becomes the table of nodes. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class NodesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    NodeSightings sightings;

    @Inject
    Nodes nodes;

    @Inject
    NodeStore store;

    @Inject
    FakeProvider fake;

    @Inject
    EventLog events;

    @Inject
    Pool pool;

    private void sees(String provider, Duration offlineAfter, ProviderNode... seen) {
        pool.withTransaction(connection -> sightings.record(Tx.of(connection), provider, List.of(seen), offlineAfter))
                .await()
                .atMost(PATIENCE);
    }

    private NodeLoad load(String id) {
        return store.get(Tx.of(pool), id).await().atMost(PATIENCE);
    }

    @Test
    void thisMachineAndTheFakeAreThereFromTheStart() {
        assertThat(load("local").status()).isEqualTo(NodeStatus.ONLINE);
        assertThat(load("fake.fake-1").slots()).isEqualTo(10_000);
    }

    @Test
    void aNewNodeOfAProviderIsKnownAfterALook() {
        fake.node("nodes-it", 7, true);

        nodes.refresh().await().atMost(PATIENCE);

        assertThat(load("fake.nodes-it").slots()).isEqualTo(7);
        assertThat(load("fake.nodes-it").status()).isEqualTo(NodeStatus.ONLINE);
    }

    @Test
    void aNodeThatIsNotShownIsOfflineOnlyAfterAWhileAndComesBack() {
        sees("sight1", Duration.ofMinutes(1), new ProviderNode("a", true, 5));

        sees("sight1", Duration.ofMinutes(1));
        assertThat(load("sight1.a").status()).isEqualTo(NodeStatus.ONLINE);
        sees("sight1", Duration.ZERO);
        assertThat(load("sight1.a").status()).isEqualTo(NodeStatus.OFFLINE);
        sees("sight1", Duration.ofMinutes(1), new ProviderNode("a", true, 6));
        assertThat(load("sight1.a").status()).isEqualTo(NodeStatus.ONLINE);
        assertThat(load("sight1.a").slots()).isEqualTo(6);
    }

    @Test
    void aLookThatShowsNothingNewOnlyMarksItsNodesAsSeen() {
        var a = new ProviderNode("a", true, 5);
        var b = new ProviderNode("b", true, 5);
        sees("sight5", Duration.ofMinutes(1), a, b);
        age("sight5", 40);

        assertThat(compared("sight5", Duration.ofMinutes(1), a)).isEqualTo(Verdict.OPEN);
        assertThat(load("sight5.a").idleMillis()).isLessThan(30_000);
        assertThat(load("sight5.b").idleMillis()).isGreaterThanOrEqualTo(40_000);
        assertThat(compared("sight5", Duration.ofSeconds(30), a)).isEqualTo(Verdict.NEWS);
        assertThat(compared("sight5", Duration.ofMinutes(1), a, b)).isEqualTo(Verdict.OLD);
        assertThat(compared("sight5", Duration.ofMinutes(1), a, new ProviderNode("b", true, 6)))
                .isEqualTo(Verdict.NEWS);
    }

    private Verdict compared(String provider, Duration offlineAfter, ProviderNode... seen) {
        return sightings
                .compare(Tx.of(pool), provider, List.of(seen), offlineAfter)
                .await()
                .atMost(PATIENCE);
    }

    private void age(String provider, int seconds) {
        Tx.of(pool)
                .update(
                        "update node set last_seen = last_seen - cast($2 as integer) * interval '1 second' where provider = $1",
                        provider,
                        seconds)
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void aNodeThatItsProviderCallsOfflineIsSoAtOnce() {
        sees("sight2", Duration.ofMinutes(1), new ProviderNode("a", true, 5));

        sees("sight2", Duration.ofMinutes(1), new ProviderNode("a", false, 5));

        assertThat(load("sight2.a").status()).isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void onlyChangesArePublished() {
        var shown = new ProviderNode("a", true, 5);
        sees("sight3", Duration.ofMinutes(1), shown);
        sees("sight3", Duration.ofMinutes(1), shown);
        sees("sight3", Duration.ZERO, shown);
        sees("sight3", Duration.ofMinutes(1), new ProviderNode("a", false, 5));

        NodeEvents.await(events, "sight3.a", 2);
        assertThat(NodeEvents.of(events, "sight3.a"))
                .extracting(data -> data.getString("status"))
                .containsExactly("online", "offline");
    }

    @Test
    void twoReplicasThatLookAtOnceDoNotDisturbEachOther() {
        var shown = new ProviderNode("a", true, 5);
        var looks = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> pool.withTransaction(connection -> sightings.record(
                        Tx.of(connection),
                        "sight4",
                        i % 2 == 0
                                ? List.of(shown, new ProviderNode("b", true, 1))
                                : List.of(new ProviderNode("b", true, 1), shown),
                        Duration.ofMinutes(1))))
                .toList();

        io.smallrye.mutiny.Uni.join().all(looks).andFailFast().await().atMost(PATIENCE);

        assertThat(load("sight4.a").slots()).isEqualTo(5);
    }
}
