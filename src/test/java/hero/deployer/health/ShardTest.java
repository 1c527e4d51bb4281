package hero.deployer.health;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShardTest {
    private static final List<String> REPLICAS = List.of("replica_a", "replica_b", "replica_c");
    private static final List<String> INSTANCES =
            IntStream.range(0, 3000).mapToObj(i -> "o7m" + i).toList();

    @Test
    void everyInstanceIsOneReplicasAndTheSharesAreAlike() {
        var shares = REPLICAS.stream().map(mine -> share(mine, REPLICAS)).toList();

        assertThat(shares.stream().mapToInt(List::size).sum()).isEqualTo(INSTANCES.size());
        assertThat(shares).allSatisfy(share -> assertThat(share.size()).isBetween(800, 1200));
    }

    @Test
    void whenOneGoesTheOthersKeepTheirs() {
        var left = List.of("replica_a", "replica_c");

        assertThat(share("replica_a", left)).containsAll(share("replica_a", REPLICAS));
        assertThat(share("replica_c", left)).containsAll(share("replica_c", REPLICAS));
    }

    @Test
    void aloneEverythingIsMine() {
        assertThat(share("replica_a", List.of("replica_a"))).hasSameSizeAs(INSTANCES);
    }

    private static List<String> share(String mine, List<String> live) {
        return INSTANCES.stream().filter(id -> Shard.isMine(id, mine, live)).toList();
    }
}
