package hero.deployer.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is probed, in which order. */
class RosterTest {
    private static final Set<String> ALONE = Set.of("me");
    private final Roster roster = new Roster("me", new Random(7));

    @Test
    void everyoneIsNextOnceARound() {
        roster.all(rows(1, 50), ALONE);

        assertThat(round()).doesNotHaveDuplicates().hasSize(50);
        assertThat(round()).isEqualTo(round());
    }

    @Test
    void whoComesAndGoesIsFollowedAndTheOthersKeepTheirOrder() {
        roster.all(rows(1, 20), ALONE);
        var before = round();

        roster.changed(
                List.of(row(3, InstanceState.REMOVING), row(21, InstanceState.READY), row(4, InstanceState.READY)));

        var after = new ArrayList<>(round());
        assertThat(after).hasSize(20).contains("o1m21").doesNotContain("o1m3");
        assertThat(roster.size()).isEqualTo(20);
        after.remove("o1m21");
        var stayed = new ArrayList<>(before);
        stayed.remove("o1m3");
        assertThat(after).hasSameElementsAs(stayed);
    }

    @Test
    void aFullReadingForgetsWhoWasDeleted() {
        roster.all(rows(1, 10), ALONE);
        roster.all(rows(5, 10), ALONE);

        assertThat(round()).hasSize(6).doesNotContain("o1m1");
        assertThat(roster.has("o1m1")).isFalse();
    }

    @Test
    void anotherReplicaTakesItsShare() {
        roster.all(rows(1, 100), Set.of("me", "you"));

        assertThat(roster.size()).isBetween(25, 75);
        assertThat(roster.isSharedOtherwise(ALONE)).isTrue();
    }

    @Test
    void tellsWhomAnotherReplicaProbedUntilNow() {
        assertThat(roster.all(rows(1, 40), ALONE)).isEmpty();
        assertThat(roster.all(rows(1, 40), Set.of("me", "you"))).isEmpty();
        int ours = roster.size();

        var taken = roster.all(rows(1, 50), ALONE);

        assertThat(taken).hasSize(40 - ours);
        assertThat(taken).allMatch(row -> Integer.parseInt(row.id().substring(3)) <= 40);
    }

    @Test
    void whoJoinsTakesItsShareFromOthers() {
        assertThat(roster.all(rows(1, 40), Set.of("me", "you"))).hasSize(roster.size());
    }

    @Test
    void isNeededAsLongAsThereIsAnybodyToShareOut() {
        roster.all(List.of(), Set.of("me", "you"));

        assertThat(roster.isNeeded(List.of())).isFalse();
        assertThat(roster.isNeeded(List.of(row(1, InstanceState.PROVISIONING)))).isFalse();
        assertThat(roster.isNeeded(List.of(row(1, InstanceState.PROVISIONED)))).isTrue();
        assertThat(roster.isNeeded(List.of(row(1, InstanceState.INSTALLING)))).isTrue();
        assertThat(roster.isNeeded(List.of(row(1, InstanceState.READY)))).isTrue();
        roster.changed(rows(1, 40));
        assertThat(roster.isNeeded(List.of())).isTrue();
        roster.changed(IntStream.rangeClosed(1, 40)
                .mapToObj(number -> row(number, InstanceState.REMOVING))
                .toList());
        assertThat(roster.isNeeded(List.of())).isFalse();
    }

    @Test
    void whatWasWrittenDownIsBelievedAtOnce() {
        roster.all(rows(1, 1), ALONE);

        roster.believe("o1m1", Health.DEGRADED, "2.0.0");

        var next = Objects.requireNonNull(roster.next());
        assertThat(next.health()).isEqualTo(Health.DEGRADED);
        assertThat(next.build()).isEqualTo("2.0.0");
    }

    private List<String> round() {
        return Stream.generate(roster::next)
                .limit(roster.size())
                .map(InstanceRow::id)
                .toList();
    }

    private static List<InstanceRow> rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> row(number, InstanceState.READY))
                .toList();
    }

    private static InstanceRow row(int number, InstanceState state) {
        return new InstanceRow(
                "o1m" + number,
                "org",
                "s",
                1,
                "member",
                "p" + number,
                "fake.one",
                state,
                Health.HEALTHY,
                "1.0.0",
                "1.0.0",
                "127.0.0.1:1",
                null,
                1,
                0);
    }
}
