package hero.deployer.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one hash used here. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Compares in constant time whether the token is the one of that hash. */
    static boolean matches(String token, String expectedHex) {
        var actual = digest().digest(token.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(actual, HexFormat.of().parseHex(expectedHex));
    }
}
