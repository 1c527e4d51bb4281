package hero.deployer.identity;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublicOriginTest {
    private final PublicOrigin origin = new PublicOrigin("https://Deployer.example.org:443/console/");

    @Test
    void onlyTheExactOriginIsOurs() {
        assertThat(origin.admits("https://deployer.example.org", null)).isTrue();
        assertThat(origin.admits("http://deployer.example.org", null)).isFalse();
        assertThat(origin.admits("https://deployer.example.org.evil.example", null))
                .isFalse();
        assertThat(origin.admits("https://deployer.example.org:8443", null)).isFalse();
        assertThat(origin.admits("null", null)).isFalse();
        assertThat(origin.admits("", null)).isFalse();
    }

    @Test
    void theUsualPortIsTheSameWrittenOrNot() {
        assertThat(origin.admits("https://deployer.example.org:443", null)).isTrue();
        assertThat(origin.admits("HTTPS://Deployer.example.org", null)).isTrue();
        assertThat(new PublicOrigin("http://deployer.lan:80").admits("http://deployer.lan", null))
                .isTrue();
        assertThat(new PublicOrigin("http://deployer.lan").admits("http://deployer.lan:80", null))
                .isTrue();
        assertThat(new PublicOrigin("http://deployer.lan").admits("http://deployer.lan:443", null))
                .isFalse();
        for (var odd : new String[] {"/", "/x", "?x", "#x", ":443@evil.example"}) {
            assertThat(origin.admits("https://deployer.example.org" + odd, null))
                    .isFalse();
        }
        assertThat(origin.admits("https://evil.example@deployer.example.org", null))
                .isFalse();
    }

    @Test
    void aForeignOriginIsNotMadeGoodByAnotherHeader() {
        assertThat(origin.admits("https://evil.example", "same-origin")).isFalse();
    }

    @Test
    void withoutAnOriginTheBrowsersWordCounts() {
        assertThat(origin.admits(null, null)).isTrue();
        assertThat(origin.admits(null, "same-origin")).isTrue();
        assertThat(origin.admits(null, "cross-site")).isFalse();
        assertThat(origin.admits(null, "same-site")).isFalse();
    }

    @Test
    void anAddressWithoutHostIsRefusedAtStart() {
        assertThatThrownBy(() -> new PublicOrigin("deployer.example.org")).hasMessageContaining("deployer.url");
    }
}
