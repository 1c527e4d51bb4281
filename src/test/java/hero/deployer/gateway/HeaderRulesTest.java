package hero.deployer.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "a\tb", "gr\u00c3\u00bc\u00c3\u009fe", "\"quoted; x=1\", W/\"2\""})
    void takesOneLineOfText(String value) {
        assertThat(HeaderRules.areWhole(one("X-Any_1.~", value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "\u001b[31m", "\u20ac"})
    void refusesWhatWouldBeMore(String value) {
        assertThat(HeaderRules.areWhole(one("X-Any", value))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "a b", "a:b", "a\r\nb", "\u00e4", "a(b)"})
    void refusesNamesThatAreNone(String name) {
        assertThat(HeaderRules.areWhole(one(name, "value"))).isFalse();
    }

    private static MultiMap one(String name, String value) {
        return new HeadersAdaptor(new DefaultHttpHeaders(false).add(name, value));
    }
}
