package hero.deployer.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import io.netty.util.NetUtil;

/** What counts as one address: an IPv4 address, or the 64-bit network that one IPv6 subscriber has to himself. */
final class AddressBlock {
    private static final int IPV4 = 4;
    private static final int NETWORK = 8;

    private AddressBlock() {}

    static String of(String address) {
        var written = NetUtil.createByteArrayFromIpAddressString(address);
        if (written == null) {
            return "unknown";
        }
        try {
            // this turns an IPv4 address that is written as an IPv6 one into what it is
            var bytes = InetAddress.getByAddress(written).getAddress();
            if (bytes.length == IPV4) {
                return NetUtil.bytesToIpAddress(bytes);
            }
            Arrays.fill(bytes, NETWORK, bytes.length, (byte) 0);
            return NetUtil.bytesToIpAddress(bytes) + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
