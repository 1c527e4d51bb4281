package hero.deployer.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Random secrets and the hashes under which they are kept. */
@Singleton
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final int KEY_LENGTH = 16;

    private final SecretKeySpec oneTimeKey;

    /** @param key the deployer's own secret, the same on every replica */
    Secrets(@ConfigProperty(name = "deployer.secret") String key) {
        if (key.length() < KEY_LENGTH) {
            throw new IllegalArgumentException("deployer.secret must have at least 16 characters");
        }
        var root = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        oneTimeKey = new SecretKeySpec(hmac(root, "one-time-password"), "HmacSHA256");
    }

    /** 256 random bits for a cookie or token. */
    static String next() {
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How a random secret is kept: it has too many bits to be guessed, so that a fast hash will do. */
    static String hash(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** How a one-time password is kept: whoever reads the database alone cannot even try guesses. */
    String keyedHash(String oneTimePassword) {
        return HexFormat.of().formatHex(hmac(oneTimeKey, OneTimePassword.canonical(oneTimePassword)));
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(SecretKeySpec key, String message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
