package hero.deployer.refresh;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StrategyTest {
    private static final Share DEFAULT = Share.of(7);

    @ParameterizedTest
    @CsvSource({"1,1,0", "3,1,0", "4,1,1", "5,2,1", "100,25,25", "0,0,0", "10000,2500,2500"})
    void aQuarterIsRoundedUpForThoseWhoGoAndDownForThoseWhoMayFail(int whole, int up, int down) {
        var quarter = Share.parse("f", "25%", DEFAULT, 0);

        assertThat(quarter.up(whole)).isEqualTo(up);
        assertThat(quarter.down(whole)).isEqualTo(down);
    }

    @Test
    void aNumberCountsWhateverTheWhole() {
        assertThat(Share.parse("f", 3, DEFAULT, 0).up(2)).isEqualTo(3);
        assertThat(Share.parse("f", 3, DEFAULT, 0).down(200)).isEqualTo(3);
        assertThat(Share.parse("f", null, DEFAULT, 0)).isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101%", "1000%", "-1%", "1.5%", "%", "25", "", "many", "٣%", "00%"})
    void whatIsNoShareIsRefusedWithItsField(String given) {
        assertThatThrownBy(() -> Share.parse("strategy.canary", given, DEFAULT, 0))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(400);
                    assertThat(refused.problem().detail()).startsWith("strategy.canary: ");
                });
    }

    @Test
    void otherValuesThanNumbersAndSharesAreRefused() {
        for (var given : List.of(-1, 1.5, true, List.of(1), 10_000_000_000L)) {
            assertThatThrownBy(() -> Share.parse("f", given, DEFAULT, 0)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void noneAtAllIsRefusedWhereOneIsNeeded() {
        assertThatThrownBy(() -> Share.parse("f", 0, DEFAULT, 1)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Share.parse("f", "0%", DEFAULT, 1)).isInstanceOf(ProblemException.class);
        assertThat(Share.parse("f", "0%", DEFAULT, 0).up(50)).isZero();
    }

    @Test
    void whatIsStoredIsReadBack() {
        for (var share : List.of(Share.of(0), Share.of(12), new Share(0, true), new Share(100, true))) {
            assertThat(Share.stored(share.text())).isEqualTo(share);
        }
    }

    @Test
    void aCanaryLargerThanTheOrganizationIsAllOfItAndOneGoesAtLeast() {
        var resolved = new Strategy(Share.of(50), new Share(1, true), new Share(100, true), 0, false, 60).resolve(4);

        assertThat(resolved).isEqualTo(new Strategy.Resolved(4, 1, 4));
        assertThat(new Strategy(Share.of(1), new Share(25, true), Share.of(0), 0, false, 60).resolve(0))
                .isEqualTo(new Strategy.Resolved(0, 1, 0));
    }
}
