package hero.deployer.instance;

import java.util.List;

import org.junit.jupiter.api.Test;

import hero.deployer.instance.InstanceTally.BuildCount;
import hero.deployer.instance.InstanceTally.Counter;
import hero.deployer.instance.InstanceTally.Instances;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceTallyTest {
    private final InstanceTally tally = InstanceTally.of(List.of(
            new Counter("state", "ready", 7),
            new Counter("state", "failed", 1),
            new Counter("state", "installing", 2),
            new Counter("health", "healthy", 6),
            new Counter("health", "unknown", 4),
            new Counter("build", "1.0.0", 3),
            new Counter("build", "1.1.0", 5),
            new Counter("desired", "1.0.0", 2),
            new Counter("desired", "1.1.0", 6),
            new Counter("drifted", "true", 1)));

    @Test
    void statesAndHealthAddUp() {
        assertThat(tally.instances()).isEqualTo(new Instances(10, 7, 1, 6, 0, 0, 4));
    }

    @Test
    void mostUsedBuildComesFirst() {
        assertThat(tally.builds()).containsExactly(new BuildCount("1.1.0", 5), new BuildCount("1.0.0", 3));
    }

    @Test
    void outdatedIsWhateverIsMeantForAnotherBuildThanTheCurrentOne() {
        assertThat(tally.outdated("1.1.0")).isEqualTo(2);
        assertThat(tally.outdated("1.2.0")).isEqualTo(8);
        assertThat(tally.outdated(null)).isZero();
        assertThat(tally.drifted()).isEqualTo(1);
    }

    @Test
    void organizationWithoutInstancesCountsNothing() {
        var empty = InstanceTally.of(List.of());

        assertThat(empty.instances()).isEqualTo(new Instances(0, 0, 0, 0, 0, 0, 0));
        assertThat(empty.builds()).isEmpty();
        assertThat(empty.outdated("1.0.0")).isZero();
    }
}
