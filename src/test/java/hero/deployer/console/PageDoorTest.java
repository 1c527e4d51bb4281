package hero.deployer.console;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageDoorTest {
    @ParameterizedTest
    @ValueSource(strings = {"/organizations/acme", "/instances/o1m2", "/nodes", "/organizations/acme/refreshes/r_1"})
    void addressesWithinThePageAreAnsweredByItsOneFile(String path) {
        assertThat(PageDoor.isPlace(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/theme.js", "/favicon.svg", "/assets/index-abc.js", "/assets/gone", "/api;x=1/v1", "/a//b"
            })
    void filesAreFilesOrNothing(String path) {
        assertThat(PageDoor.isPlace(path)).isFalse();
    }
}
