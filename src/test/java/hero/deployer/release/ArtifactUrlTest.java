package hero.deployer.release;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void followsRedirectsButNeverOutOfHttps() {
        var url = ArtifactUrl.parse("https://example.org/a");

        assertThat(url.redirectedTo("/b")).isEqualTo(new ArtifactUrl(true, "example.org", 443, "/b"));
        assertThat(url.redirectedTo("https://cdn.example.org/x").host()).isEqualTo("cdn.example.org");
        assertThatThrownBy(() -> url.redirectedTo("http://example.org/b")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> url.redirectedTo("file:///etc/passwd")).isInstanceOf(ProblemException.class);
    }
}
