package hero.deployer.gateway;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/b.c/..d/e..",
                "/a%20b/%C3%A4",
                "/.hidden/x",
                "/...",
                "/a?next=../../etc&x=%2f%5c",
                "/a;v=1/b",
                "/@scope/a~b(c)!*',=+$&:"
            })
    void takesOrdinaryAddresses(String uri) {
        assertThat(PathRules.isPlain(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../etc/passwd",
                "/a/../b",
                "/a/..",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/.%2E/b",
                "/a/..;x=1/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%5Cb",
                "/a\\b",
                "/a%00b",
                "/a%0d%0aSet-Cookie:x",
                "/a%252fb",
                "/a%252e%252e/b",
                "/a%2",
                "/a%zz",
                "/ä",
                "/a b",
                "http://other.example/a",
                "//other\\a",
                "*",
                "",
                "a"
            })
    void refusesWhatTwoReadersMightReadDifferently(String uri) {
        assertThat(PathRules.isPlain(uri)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a?b=c, /a?b=c",
        "//evil.example, /",
        "/\\evil.example, /",
        "https://evil.example, /",
        "/../a, /",
        "'', /",
        "'/a\r\nX: y', /",
        "/a?b=\\x, /",
    })
    void goesOnlyToThisHostAfterwards(String next, String where) {
        assertThat(PathRules.localOrRoot(next)).isEqualTo(where);
    }
}
