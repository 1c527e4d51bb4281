package hero.deployer.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CookieRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "theme=dark; hero_cockpit=s3cret; lang=de | theme=dark; lang=de",
                "hero_cockpit=s3cret;theme=dark | theme=dark",
                "HERO_COCKPIT=s3cret; a=1 | a=1",
                "__Host-hero_cockpit=s3cret; a=1 | a=1",
                "hero-session=s3cret; a=1 | a=1",
                "hero_cockpit = s3cret ; a=1 | a=1",
                "a=1; hero_cockpit | a=1",
                "heroic=yes | heroic=yes",
            })
    void ourCookiesNeverReachTheCockpit(String header, String kept) {
        assertThat(CookieRules.forUpstream(List.of(header))).contains(kept);
    }

    @Test
    void nothingIsSentWhenNothingIsLeft() {
        assertThat(CookieRules.forUpstream(List.of("hero_cockpit=x", "hero_cockpit=y")))
                .isEmpty();
        assertThat(CookieRules.forUpstream(List.of("hero_cockpit=x", "a=1"))).contains("a=1");
    }

    @Test
    void triesWhatWasPlantedButNotEndlessly() {
        var header = "hero_cockpit=planted; a=1; hero_cockpit=real" + "; hero_cockpit=more".repeat(100);

        assertThat(CookieRules.values(List.of(header), "hero_cockpit"))
                .startsWith("planted", "real")
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1; Path=/; HttpOnly | a=1; Path=/; HttpOnly",
                "a=1; Domain=example.org; Path=/ | a=1; Path=/",
                "a=1;DOMAIN=.localhost;domain=x; Secure | a=1; Secure",
                "a=1; domain | a=1",
                "domain=1; Path=/ | domain=1; Path=/",
            })
    void aCockpitsCookieStaysOnItsOwnHost(String set, String kept) {
        assertThat(CookieRules.fromUpstream(set)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hero_cockpit=x; Path=/",
                "Hero_Cockpit=x",
                "__Host-hero_cockpit=x; Secure; Path=/",
                " hero_ticket =x",
                "=hero_cockpit=x",
                "hero_cockpit",
                "",
            })
    void aCockpitCannotSetOurs(String set) {
        assertThat(CookieRules.fromUpstream(set)).isEmpty();
    }
}
