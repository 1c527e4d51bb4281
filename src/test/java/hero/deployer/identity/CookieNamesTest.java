package hero.deployer.identity;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CookieNamesTest {

    @Test
    void twoDeployersOnOneHostHaveNamesOfTheirOwn() {
        var here = CookieNames.of("hero-session-", "http://localhost:8080");

        assertThat(here).matches("hero-session-[0-9a-f]{8}");
        assertThat(CookieNames.of("hero-session-", "http://localhost:8081")).isNotEqualTo(here);
        assertThat(CookieNames.of("hero-session-", "http://LOCALHOST:8080/console/"))
                .isEqualTo(here);
    }

    @Test
    void behindTlsTheNameBindsTheCookieToItsHost() {
        assertThat(CookieNames.of("hero_cockpit_", "https://deployer.example.org:443"))
                .startsWith("__Host-hero_cockpit_")
                .isEqualTo(CookieNames.of("hero_cockpit_", "https://deployer.example.org"));
    }
}
