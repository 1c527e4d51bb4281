package hero.deployer.identity;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressBlockTest {
    @Test
    void anIpv4AddressIsItself() {
        assertThat(AddressBlock.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(AddressBlock.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void allAddressesOfOneIpv6NetworkAreOne() {
        assertThat(AddressBlock.of("2001:db8:1:2::1"))
                .isEqualTo(AddressBlock.of("2001:db8:1:2:ffff::9"))
                .isNotEqualTo(AddressBlock.of("2001:db8:1:3::1"));
    }

    @Test
    void whatIsNoAddressIsUnknown() {
        assertThat(AddressBlock.of("example.org")).isEqualTo("unknown");
    }
}
