package hero.deployer.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "http://ada--acme.localhost:8080, ada--acme.localhost:8080, http, true",
        "http://ADA--acme.localhost:8080, ada--acme.localhost:8080, http, true",
        "https://ada--acme.example.org, ada--acme.example.org, https, true",
        "https://ada--acme.example.org:443, ada--acme.example.org, https, true",
        "http://ada--acme.example.org, ada--acme.example.org, https, false",
        "http://bob--acme.localhost:8080, ada--acme.localhost:8080, http, false",
        "http://localhost:8080, ada--acme.localhost:8080, http, false",
        "http://ada--acme.localhost:9090, ada--acme.localhost:8080, http, false",
        "http://ada--acme.localhost:8080.evil.example, ada--acme.localhost:8080, http, false",
        "null, ada--acme.localhost:8080, http, false",
        "'', ada--acme.localhost:8080, http, false",
    })
    void onlyTheHostItselfIsItsOwnOrigin(String origin, String host, String scheme, boolean own) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Origin", origin);

        assertThat(Origins.isOwn(headers, HostAndPort.parseAuthority(host, -1), scheme))
                .isEqualTo(own);
    }

    @Test
    void withoutAnOriginTheBrowsersOtherWordCounts() {
        var host = HostAndPort.parseAuthority("ada--acme.localhost:8080", -1);

        assertThat(Origins.isOwn(MultiMap.caseInsensitiveMultiMap(), host, "http"))
                .isTrue();
        assertThat(Origins.isOwn(headers("Sec-Fetch-Site", "same-origin"), host, "http"))
                .isTrue();
        assertThat(Origins.isOwn(headers("Sec-Fetch-Site", "same-site"), host, "http"))
                .isFalse();
        assertThat(Origins.isOwn(headers("Sec-Fetch-Site", "cross-site"), host, "http"))
                .isFalse();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
