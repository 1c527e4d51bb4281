package hero.deployer.release;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArtifactUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/a",
                "gopher://example.org",
                "http:///a",
                "//example.org/a",
                "a.tar.gz",
                "http://user:secret@example.org/a",
                "http://example.org:0/a",
                "http://exa mple.org/a",
                "http://example.org:70000/",
                "javascript:alert(1)"
            })
    void refusesWhatIsNoPlainHttpAddress(String text) {
        assertThatThrownBy(() -> ArtifactUrl.parse(text)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(400);
            assertThat(refusal.problem().detail()).startsWith("artifactUrl").doesNotContain("secret");
        });
    }

    @Test
    void keepsPathAndQueryAsTheyAre() {
        var url = ArtifactUrl.parse("HTTPS://example.org/a%20b/c.tar.gz?signature=x%2Fy");

        assertThat(url).isEqualTo(new ArtifactUrl(true, "example.org", 443, "/a%20b/c.tar.gz?signature=x%2Fy"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://build_server/a.tar.gz, build_server, 80, /a.tar.gz",
        "http://my_build.lan:8081/a_b, my_build.lan, 8081, /a_b",
        "http://bücher.example/ä, xn--bcher-kva.example, 80, /%C3%A4",
        "https://example.org/a b|c?q=[x]^{y}&d=100%, example.org, 443, /a%20b%7Cc?q=%5Bx%5D%5E%7By%7D&d=100%25",
        "' http://example.org?x=1#part ', example.org, 80, /?x=1",
        "http://[::1]:81/a, [::1], 81, /a",
    })
    void readsAddressesAsBrowsersDo(String text, String host, int port, String path) {
        var url = ArtifactUrl.parse(text);

        assertThat(url).isEqualTo(new ArtifactUrl(text.contains("https"), host, port, path));
    }

    @Test
    void redirectsOnAHostWithAnUnderscore() {
        var url = ArtifactUrl.parse("http://build_server/a/b.tar.gz?x=1");

        assertThat(url.redirectedTo("c").toString()).isEqualTo("http://build_server:80/a/c");
        assertThat(url.redirectedTo("/d|e").toString()).isEqualTo("http://build_server:80/d%7Ce");
        assertThat(url.redirectedTo("//other_host/f").toString()).isEqualTo("http://other_host:80/f");
    }

    @Test
    void followsRedirectsButNeverOutOfHttps() {
        var url = ArtifactUrl.parse("https://example.org/a");

        assertThat(url.redirectedTo("/b")).isEqualTo(new ArtifactUrl(true, "example.org", 443, "/b"));
        assertThat(url.redirectedTo("https://cdn.example.org/x").host()).isEqualTo("cdn.example.org");
        assertThatThrownBy(() -> url.redirectedTo("http://example.org/b")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> url.redirectedTo("file:///etc/passwd")).isInstanceOf(ProblemException.class);
    }
}
