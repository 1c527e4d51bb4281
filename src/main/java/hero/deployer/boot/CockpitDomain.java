package hero.deployer.boot;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The domain below which cockpits live, in its ASCII form, with or without a port. */
record CockpitDomain(String value) {
    private static final Pattern FORM =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** What is left of the 253 characters of a name, without {@code <username>--<organization>.} */
    private static final int LONGEST = 189;

    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException saying what is allowed */
    static CockpitDomain of(String text) {
        var parts = text.strip().split(":", -1);
        var name = ascii(parts[0]);
        if (parts.length > 2 || text.contains("/") || !FORM.matcher(name).matches() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "must be a domain such as cockpits.example.net: no scheme, no address, no"
                            + " wildcard; each part of letters, digits and hyphens.");
        }
        if (parts.length == 2 && (!parts[1].matches("[1-9]\\d{0,4}") || Integer.parseInt(parts[1]) > LAST_PORT)) {
            throw new IllegalArgumentException("must have a port from 1 to 65535, or none.");
        }
        return new CockpitDomain(parts.length == 2 ? name + ":" + parts[1] : name);
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException tooLong) {
            return "";
        }
    }
}
