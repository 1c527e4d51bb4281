package hero.deployer.instance;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.instance.CockpitAddress.Cockpit;

import static org.assertj.core.api.Assertions.assertThat;

class CockpitAddressTest {
    private final CockpitAddress local = new CockpitAddress("localhost", () -> URI.create("http://localhost:8080"));

    @Test
    void defaultDomainTakesTheDeployersPort() {
        assertThat(local.url("acme", "ada")).isEqualTo("http://ada--acme.localhost:8080/");
    }

    @Test
    void productionDomainTakesTheSchemeOfThePublicOrigin() {
        var production = new CockpitAddress("cockpits.example.net", () -> URI.create("https://deployer.example.org"));

        assertThat(production.url("acme", "ada")).isEqualTo("https://ada--acme.cockpits.example.net/");
    }

    @Test
    void domainWithItsOwnPortKeepsIt() {
        var own = new CockpitAddress("c.localhost:9000", () -> URI.create("http://localhost:8080"));

        assertThat(own.url("acme", "ada")).isEqualTo("http://ada--acme.c.localhost:9000/");
        assertThat(own.parse("ada--acme.c.localhost:9000")).contains(new Cockpit("acme", "ada"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada--acme.localhost",
                "ada--acme.localhost:8080",
                "ADA--Acme.LOCALHOST:1",
                "ada--acme.localhost:65535"
            })
    void hostOfACockpitIsParsed(String host) {
        assertThat(local.parse(host)).contains(new Cockpit("acme", "ada"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "ada.localhost",
                "--acme.localhost",
                "ada--.localhost",
                "ada--acme--x.localhost",
                "ada---acme.localhost",
                "x.ada--acme.localhost",
                "ada--acme.localhost.evil.example",
                "ada--acme.evil.example",
                "ada--acmelocalhost",
                "ada--acme.localhost:",
                "ada--acme.localhost:123456",
                "ada--acme.localhost:80:80",
                "ada--ac me.localhost",
                "ada--acme/.localhost",
                ""
            })
    void anyOtherHostIsNobodys(String host) {
        assertThat(local.parse(host)).isEmpty();
    }

    @Test
    void everyUrlIsParsedBack() {
        var host = URI.create(local.url("o-1", "p-2")).getAuthority();

        assertThat(local.parse(host)).contains(new Cockpit("o-1", "p-2"));
    }
}
