package hero.deployer.gateway;

import org.junit.jupiter.api.Test;
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
                "/a?next=../../etc&x=%2f%5c\\",
                "/a;v=1/b",
                "/@scope/a~b(c)!*',=+$&:",
                "/a%2fb%5Cc",
                "/a%252fb%25",
                "/a%2",
                "/100%",
                "/%25%2525/%",
                "/[id]/{x}|^`<>\"",
                "/\u00c3\u00a4"
            })
    void takesWhatBrowsersWrite(String uri) {
        assertThat(PathRules.isSafe(uri)).isTrue();
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
                "/a/..%3bx/b",
                "/..%2f..%2Fetc",
                "/a%5c..%5Cb",
                "/a%252f%252e./b",
                "/a/%25252e%2e/b",
                "/a\\b",
                "/a%00b",
                "/a%0d%0aSet-Cookie:x",
                "/a b",
                "/a?b c",
                "/a\r\nX: y",
                "/a?b\nX: y",
                "/a?b\u007f",
                "/a#b",
                "/\u20ac",
                "http://other.example/a",
                "//other\\a",
                "*",
                "",
                "a"
            })
    void refusesWhatMakesOnePathOrLineAnother(String uri) {
        assertThat(PathRules.isSafe(uri)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "a;", "%25", "%", "..a/", "%2", "[", "2525", "%252525"})
    void readsAnAddressOfAnyLengthOnce(String part) {
        assertThat(PathRules.isSafe("/" + part.repeat(500_000))).isTrue();
        assertThat(PathRules.isSafe("/" + part.repeat(500_000) + "/%2525252e.")).isFalse();
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

    @Test
    void goesNowhereFarAfterwards() {
        assertThat(PathRules.localOrRoot("/" + "a".repeat(2_500))).isEqualTo("/");
    }
}
