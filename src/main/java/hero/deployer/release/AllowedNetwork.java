package hero.deployer.release;

import io.netty.util.NetUtil;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads one entry of {@link ReleaseConfig.Fetch#allow()}, which stays the text that it is. */
public final class AllowedNetwork implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final int BITS = 8;

    /** @throws IllegalArgumentException when it is neither a kind of addresses nor a network */
    @Override
    public String convert(String text) {
        var entry = text.strip();
        if (entry.matches("public|private|loopback") || isNetwork(entry)) {
            return entry;
        }
        throw new IllegalArgumentException("must be public, private, loopback or networks such as 10.1.0.0/16.");
    }

    private static boolean isNetwork(String entry) {
        int slash = entry.indexOf('/');
        if (slash < 0 || !entry.substring(slash + 1).matches("\\d{1,3}")) {
            return false;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(entry.substring(0, slash));
        return address != null && Integer.parseInt(entry.substring(slash + 1)) <= address.length * BITS;
    }
}
