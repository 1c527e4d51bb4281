package hero.deployer.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves to a mail server who we are, by the first of the ways that it offers and that keep the password from strangers. */
final class SmtpLogin {
    private static final String CRAM = "CRAM-MD5";
    private static final List<String> WAYS = List.of("PLAIN", "LOGIN", CRAM);

    private final String username;
    private final String password;

    SmtpLogin(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /**
     * Signs in.
     *
     * @param offers the lines of the answer to EHLO
     * @param shows why the password itself must not be sent; empty: it may be
     * @throws IOException when it does not come about, saying what to do
     */
    void run(SmtpConnection connection, String offers, String shows) throws IOException {
        var offered = offered(offers);
        var way = WAYS.stream()
                .filter(offered::contains)
                .filter(known -> shows.isEmpty() || known.equals(CRAM))
                .findFirst()
                .orElseThrow(() -> new IOException(none(offered, shows)));
        var answer = switch (way) {
            case "PLAIN" -> connection.command("AUTH PLAIN " + encoded("\0" + username + "\0" + password));
            case "LOGIN" -> login(connection);
            default -> cram(connection);
        };
        if (!answer.isIn(2)) {
            // the answer's own words might repeat what was sent
            throw new IOException("the server does not accept our credentials (" + answer.code()
                    + "); check DEPLOYER_MAIL_USERNAME and DEPLOYER_MAIL_PASSWORD");
        }
    }

    private static String none(Set<String> offered, String shows) {
        return shows.isEmpty() || offered.isEmpty()
                ? "the server offers no way to sign in that is known here (" + String.join(", ", WAYS) + "), but "
                        + String.join(", ", offered)
                : shows;
    }

    private static Set<String> offered(String offers) {
        return offers.lines()
                .map(line -> line.strip().toUpperCase(Locale.ROOT))
                .filter(line -> line.startsWith("AUTH ") || line.startsWith("AUTH="))
                .flatMap(line -> Arrays.stream(line.substring("AUTH ".length()).split("[\\s=]+")))
                .filter(word -> word.matches("[A-Z0-9_-]{1,20}"))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private SmtpConnection.Reply login(SmtpConnection connection) throws IOException {
        var asked = connection.command("AUTH LOGIN");
        if (asked.isIn(3)) {
            asked = connection.command(encoded(username));
        }
        return asked.isIn(3) ? connection.command(encoded(password)) : asked;
    }

    private SmtpConnection.Reply cram(SmtpConnection connection) throws IOException {
        var asked = connection.command("AUTH " + CRAM);
        if (!asked.isIn(3)) {
            return asked;
        }
        try {
            var mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            var proof = mac.doFinal(Base64.getDecoder().decode(asked.text().strip()));
            return connection.command(encoded(username + " " + HexFormat.of().formatHex(proof)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the server's challenge cannot be answered", e);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
