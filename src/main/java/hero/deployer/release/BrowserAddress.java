package hero.deployer.release;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads an address as browsers take it: what may not stand in a path is percent-encoded, a host may have {@code _} and other letters than
 * ASCII's. {@link URI} alone knows no host in these.
 */
final class BrowserAddress {
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#\\\\]*)([^#]*)(?:#.*)?");
    private static final Pattern NAMED = Pattern.compile("([^@:\\[\\]]+)(:[0-9]*)?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})");
    private static final String LITERAL = "!$&'()*+,;=:@/?-._~%";

    private BrowserAddress() {}

    /**
     * Its parts.
     *
     * @param host in ASCII
     * @param port or -1
     * @param path with its query, percent-encoded
     */
    record Parts(String scheme, String authority, String host, int port, String path) {}

    static Parts parse(String text) throws URISyntaxException {
        var parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new URISyntaxException("", "no address");
        }
        var authority = parts.group(2);
        var path = encoded(parts.group(3));
        var named = NAMED.matcher(authority);
        if (!named.matches()) {
            // an address by number in brackets, or with a user in it
            var uri = new URI(parts.group(1) + "://" + authority);
            return new Parts(parts.group(1), authority, String.valueOf(uri.getHost()), uri.getPort(), path);
        }
        var port = named.group(2) == null ? "" : named.group(2).substring(1);
        return new Parts(parts.group(1), authority, host(named.group(1)), port.isEmpty() ? -1 : port(port), path);
    }

    private static String host(String name) throws URISyntaxException {
        try {
            var ascii = name.chars().allMatch(each -> each < 128) ? name : IDN.toASCII(name);
            if (HOST.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException noHost) {
            throw new URISyntaxException("", "no host");
        }
        throw new URISyntaxException("", "no host");
    }

    private static int port(String digits) {
        return digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static String encoded(String path) throws URISyntaxException {
        var all = new StringBuilder(path.startsWith("/") ? "" : "/");
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < ' ' || character == 0x7f) {
                throw new URISyntaxException("", "a control character");
            }
            boolean plain =
                    character < 128 && (Character.isLetterOrDigit(character) || LITERAL.indexOf(character) >= 0);
            all.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
        }
        return all.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }
}
