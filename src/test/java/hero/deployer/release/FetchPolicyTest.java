package hero.deployer.release;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FetchPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "93.184.216.34,       public, true",
        "2606:2800:220:1::1,  public, true",
        "127.0.0.1,           public, false",
        "127.9.9.9,           loopback, true",
        "::1,                 loopback, true",
        "::ffff:127.0.0.1,    public, false",
        "10.0.0.1,            public, false",
        "10.0.0.1,            private, true",
        "192.168.7.7,         public, false",
        "172.31.255.255,      public, false",
        "100.64.0.1,          public, false",
        "fd00::1,             public, false",
        "fd00::1,             private, true",
        "64:ff9b::7f00:1,     public, false",
        "2002:7f00:1::,       public, false",
        "169.254.169.254,     private, false",
        "169.254.169.254,     169.254.0.0/16, true",
        "fe80::1,             private, false",
        "0.0.0.0,             loopback, false",
        "224.0.0.1,           public, false",
        "10.1.2.3,            10.1.0.0/16, true",
        "10.2.2.3,            10.1.0.0/16, false",
    })
    void judgesTheAddressItself(String address, String allow, boolean allowed) throws Exception {
        var policy = new FetchPolicy(List.of(allow));

        assertThat(policy.allows(InetAddress.getByName(address))).isEqualTo(allowed);
    }
}
