package hero.deployer.gateway;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressEscaperTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/?q=a|b /?q=a%7Cb",
                "/[id].js /%5Bid%5D.js",
                "/?discount=100% /?discount=100%25",
                "/?a=%zz&b=%4 /?a=%25zz&b=%254",
                "/^{}`<>\"\\ /%5E%7B%7D%60%3C%3E%22%5C",
                "/\u00c3\u00a4 /%C3%A4",
                "/a%2Fb;c=1?d=%20&e=+ /a%2Fb;c=1?d=%20&e=+",
            })
    void ourOwnRoutesReadOneWayOfWriting(String written, String strict) {
        assertThat(AddressEscaper.strict(written)).isEqualTo(strict);
        assertThat(AddressEscaper.strict(strict)).isEqualTo(strict);
        assertThat(URI.create(strict)).hasToString(strict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?q=a|b", "/[id].js", "/?discount=100%", "/a%2fb%zz\\"})
    void aCockpitsAddressStaysAsItCame(String written) {
        assertThat(AddressEscaper.forUpstream(written)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"/a%20b, true", "/100%, false", "/%zz, false", "/%2, false", "/%4\u0661, false", "/, true"})
    void knowsAnEscape(String path, boolean whole) {
        assertThat(AddressEscaper.isWellFormed(path)).isEqualTo(whole);
    }
}
