package hero.deployer.mail;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom a mail comes from or goes to.
 *
 * @param name as people read it; empty for none
 * @param local before the {@code @}
 * @param domain behind it, in its ASCII form
 */
public record Mailbox(String name, String local, String domain) {
    private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]*)>");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\\[[0-9a-fA-F.:IPv]+]");
    private static final int LONGEST_LOCAL = 64;
    private static final String ALLOWED =
            "must be an address such as deployer@example.org or Deployer <deployer@example.org>.";

    /**
     * Reads {@code ada@example.org} or {@code Ada <ada@example.org>}.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    public static Mailbox of(String text) {
        if (text.matches("(?s).*\\p{Cntrl}.*")) {
            throw new IllegalArgumentException(ALLOWED);
        }
        var named = NAMED.matcher(text.strip());
        return named.matches() ? of(named.group(1), named.group(2)) : of("", text);
    }

    private static Mailbox of(String name, String address) {
        var bare = address.strip();
        int at = bare.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException(ALLOWED);
        }
        var local = bare.substring(0, at);
        var domain = ascii(bare.substring(at + 1));
        if (local.matches(".*[\\s\\p{Cntrl}<>@,;:\"()\\[\\]\\\\].*")
                || local.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL
                || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return new Mailbox(unquoted(name), local, domain);
    }

    private static String unquoted(String name) {
        var stripped = name.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1).replaceAll("\\\\(.)", "$1") : stripped;
    }

    private static String ascii(String domain) {
        try {
            return domain.startsWith("[") ? domain : IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException tooLong) {
            return "";
        }
    }

    /** As it is written to a server: the domain in ASCII. */
    public String address() {
        return local + "@" + domain;
    }

    /** Whether only a server that speaks SMTPUTF8 can take it. */
    boolean needsUtf8() {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(local);
    }
}
