package hero.deployer.release;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.netty.util.NetUtil;

/**
 * Where the deployer may connect to for somebody else: an administrator's address must not become a way to what only this machine can
 * reach. Asked about the very address that is connected to, never about a name.
 */
final class FetchPolicy {
    private final List<String> allow;

    FetchPolicy(List<String> allow) {
        this.allow = allow.stream().map(String::strip).toList();
    }

    boolean allows(InetAddress address) {
        String kind = kind(address);
        return allow.stream().anyMatch(entry -> entry.contains("/") ? contains(entry, address) : entry.equals(kind));
    }

    private static String kind(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        if (address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return "never";
        }
        return address.isSiteLocalAddress() || isUniqueLocal(address) || isSpecial(address) ? "private" : "public";
    }

    /** IPv6's own private addresses, {@code fc00::/7}. */
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /** Carrier-grade NAT, benchmarks, "this network", what is reserved; and IPv6 ways to smuggle an IPv4 address. */
    private static boolean isSpecial(InetAddress address) {
        return List.of(
                        "100.64.0.0/10",
                        "198.18.0.0/15",
                        "192.0.0.0/24",
                        "0.0.0.0/8",
                        "240.0.0.0/4",
                        "64:ff9b::/96",
                        "2002::/16",
                        "::/96")
                .stream()
                .anyMatch(network -> contains(network, address));
    }

    private static boolean contains(String network, InetAddress address) {
        int slash = network.indexOf('/');
        byte[] wanted = literal(network.substring(0, slash));
        byte[] actual = address.getAddress();
        int bits = Integer.parseInt(network.substring(slash + 1));
        if (wanted.length != actual.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((wanted[bit / 8] & mask) != (actual[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] literal(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw new IllegalStateException("deployer.release.fetch.allow: not a network: " + address);
        }
        return bytes;
    }

    /** Looks a host name up; blocks. */
    static List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
