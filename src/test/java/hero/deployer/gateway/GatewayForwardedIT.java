package hero.deployer.gateway;

import java.net.URL;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** Behind a proxy that says who asks, as the README sets it up. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@TestProfile(GatewayForwardedIT.BehindProxy.class)
@SuppressWarnings("NullAway.Init") // the framework fills the fields
class GatewayForwardedIT {
    @Inject
    Vertx vertx;

    @Inject
    Cockpits cockpits;

    @TestHTTPResource
    URL deployer;

    /** The settings that the README names for an ingress. */
    public static class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.trusted-proxies", "127.0.0.1");
        }
    }

    @Test
    void theCockpitHearsOfTheVisitorAndNotOfTheProxy() throws Exception {
        try (var stack = new RawCockpit(asked -> RawCockpit.OK);
                var visitor = new RawVisitor(vertx, cockpits, deployer.getPort(), stack.address())) {
            for (var forwarded : new String[] {"203.0.113.7", "2001:db8::7", "unknown", "_hidden, 203.0.113.7"}) {
                assertThat(visitor.ask(
                                "POST / HTTP/1.1",
                                "Content-Length: 0",
                                "Origin: http://" + visitor.host,
                                "X-Forwarded-Proto: http",
                                "X-Forwarded-For: " + forwarded))
                        .startsWith("HTTP/1.1 200");
            }

            assertThat(stack.asked.getFirst().head())
                    .containsIgnoringCase("X-Forwarded-For: 203.0.113.7\r\n")
                    .containsIgnoringCase("X-Forwarded-Proto: http\r\n");
            assertThat(stack.asked.getLast().head()).containsIgnoringCase("X-Forwarded-For: unknown\r\n");
        }
    }

    @Test
    void aLoginFromAnAddressThatIsNoneIsAnsweredAsAnyOther() throws Exception {
        String password = cockpits.add("gateway-raw", "forwarded", "127.0.0.1:1");
        try (var browser = new Browser(vertx, "forwarded--gateway-raw.localhost", deployer.getPort())) {
            var wrong = browser.post(
                    "/.hero/login", Map.of("username", "forwarded", "password", "wrong"), "X-Forwarded-For", "unknown");
            var right = browser.post(
                    "/.hero/login",
                    Map.of("username", "forwarded", "password", password, "newPassword", "a much better password"),
                    "X-Forwarded-For",
                    "_hidden");

            assertThat(wrong.status()).isEqualTo(401);
            assertThat(right.status()).isEqualTo(303);
        }
    }
}
