package hero.deployer.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.setup.Setups.SetupVersion;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Slots against a real database, each test on a pool of nodes of its own. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LedgerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Ledger ledger;

    @Inject
    EventLog events;

    @Inject
    Pool pool;

    private <T> T inTx(Function<Tx, Uni<T>> work) {
        return pool.withTransaction(connection -> work.apply(Tx.of(connection)))
                .await()
                .atMost(PATIENCE);
    }

    private void node(String provider, String name, int slots) {
        pool.preparedQuery(
                        "insert into node (id, provider, name, slots, online, last_seen) values ($1, $2, $3, $4, true, clock_timestamp())")
                .execute(Tuple.of(provider + "." + name, provider, name, slots))
                .await()
                .atMost(PATIENCE);
    }

    private static SetupVersion setup(String provider, @Nullable String node) {
        return new SetupVersion("ledger", 1, provider, 2, 2, 8192, 20, node, Map.of());
    }

    private int taken(String provider) {
        return inTx(tx -> tx.rows("""
                        select cast(coalesce(sum(r.slots), 0) as bigint) from node_reservation r
                        join node n on n.id = r.node where n.provider = cast($1 as text)
                        """, provider).map(rows -> ((Number) rows.getFirst()[0]).intValue()));
    }

    @Test
    void fiftyAtOnceTakeNoMoreThanThereIs() {
        node("ledger50", "a", 7);
        node("ledger50", "b", 4);
        var setup = setup("ledger50", null);

        var ends = Uni.join()
                .all(IntStream.range(0, 50)
                        .mapToObj(i -> pool.withTransaction(
                                        connection -> ledger.reserve(Tx.of(connection), "ledger50-" + i, setup, null))
                                .onFailure(ProblemException.class)
                                .recoverWithItem(refused ->
                                        ((ProblemException) refused).problem().type()))
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(ends.stream().filter("ledger50.a"::equals)).hasSize(3);
        assertThat(ends.stream().filter("ledger50.b"::equals)).hasSize(2);
        assertThat(ends.stream().filter("/problems/node-full"::equals)).hasSize(45);
        assertThat(taken("ledger50")).isEqualTo(10);
        int room = inTx(tx -> ledger.roomFor(tx, setup));
        assertThat(room).isZero();
    }

    @Test
    void crosswiseChoicesOfManyAtOnceDoNotLockEachOtherOut() {
        node("ledgerx", "a", 100);
        node("ledgerx", "b", 100);
        var setup = setup("ledgerx", null);

        var ends = Uni.join()
                .all(IntStream.range(0, 20)
                        .mapToObj(i -> {
                            var order = i % 2 == 0 ? List.of("a", "b") : List.of("b", "a");
                            return pool.withTransaction(connection -> ledger.reserve(
                                            Tx.of(connection), "ledgerx-1-" + i, setup, order.getFirst())
                                    .chain(() -> ledger.reserve(
                                            Tx.of(connection), "ledgerx-2-" + i, setup, order.getLast())));
                        })
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(ends).hasSize(20);
        assertThat(taken("ledgerx")).isEqualTo(80);
    }

    @Test
    void aPlaceIsNotMovedInSilence() {
        node("ledgerm", "a", 2);
        node("ledgerm", "b", 2);
        var setup = setup("ledgerm", null);
        inTx(tx -> ledger.reserve(tx, "ledgerm-1", setup, "a"));

        assertThat(List.of(
                        inTx(tx -> ledger.reserve(tx, "ledgerm-1", setup, "ledgerm.a")),
                        inTx(tx -> ledger.reserve(tx, "ledgerm-1", setup, null))))
                .containsOnly("ledgerm.a");
        assertThatThrownBy(() -> inTx(tx -> ledger.reserve(tx, "ledgerm-1", setup, "b")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ledgerm.a");
        assertThat(taken("ledgerm")).isEqualTo(2);
    }

    @Test
    void aRepeatAnswersTheSameNodeAndTakesNothingMore() {
        node("ledgerr", "a", 2);
        var setup = setup("ledgerr", null);

        String first = inTx(tx -> ledger.reserve(tx, "ledgerr-1", setup, null));
        String again = inTx(tx -> ledger.reserve(tx, "ledgerr-1", setup, null));

        assertThat(List.of(first, again)).containsOnly("ledgerr.a");
        assertThat(taken("ledgerr")).isEqualTo(2);
    }

    @Test
    void slotsAreHeldUntilFreedWhetherReservedOrUsed() {
        node("ledgerf", "a", 2);
        var setup = setup("ledgerf", null);
        inTx(tx -> ledger.reserve(tx, "ledgerf-1", setup, null));

        inTx(tx -> ledger.used(tx, "ledgerf-1"));
        inTx(tx -> ledger.used(tx, "ledgerf-1"));
        assertThatThrownBy(() -> inTx(tx -> ledger.check(tx, setup, null, 1))).isInstanceOf(ProblemException.class);
        List<String> holders = inTx(ledger::holders);
        assertThat(holders).contains("ledgerf-1");

        inTx(tx -> ledger.free(tx, "ledgerf-1"));
        inTx(tx -> ledger.free(tx, "ledgerf-1"));
        inTx(tx -> ledger.check(tx, setup, null, 1));
        List<String> left = inTx(ledger::holders);
        assertThat(left).doesNotContain("ledgerf-1");
        int room = inTx(tx -> ledger.roomFor(tx, setup));
        assertThat(room).isOne();
    }

    @Test
    void whatRollsBackTookNothing() {
        node("ledgerb", "a", 2);
        var setup = setup("ledgerb", null);

        assertThatThrownBy(() -> inTx(tx -> ledger.reserve(tx, "ledgerb-1", setup, null)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("changed my mind")))))
                .hasMessageContaining("changed my mind");

        assertThat(taken("ledgerb")).isZero();
    }

    @Test
    void aPlaceTellsProviderAndName() {
        node("ledgerp", "a", 2);

        Ledger.Place place = inTx(tx -> ledger.place(tx, "ledgerp.a"));

        assertThat(place).isEqualTo(new Ledger.Place("ledgerp.a", "ledgerp", "a"));
        assertThatThrownBy(() -> inTx(tx -> ledger.place(tx, "ledgerp.z"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void everyChangeOfLoadIsPublishedWhole() {
        node("ledgere", "a", 4);
        var setup = setup("ledgere", null);

        inTx(tx -> ledger.reserve(tx, "ledgere-1", setup, null));
        inTx(tx -> ledger.used(tx, "ledgere-1"));
        inTx(tx -> ledger.free(tx, "ledgere-1"));

        NodeEvents.await(events, "ledgere.a", 3);
        assertThat(NodeEvents.of(events, "ledgere.a"))
                .extracting(data -> data.getJsonObject("slots").getInteger("reserved")
                        + "/"
                        + data.getJsonObject("slots").getInteger("used")
                        + "/"
                        + data.getJsonObject("slots").getInteger("free"))
                .containsExactly("2/0/2", "0/2/2", "0/0/4");
    }
}
