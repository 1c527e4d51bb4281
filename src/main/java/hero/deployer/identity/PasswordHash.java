package hero.deployer.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The slow hash of a chosen password, written as {@code pbkdf2-sha256$rounds$salt$hash}. */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {
    private static final String NAME = "pbkdf2-sha256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int PARTS = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    static PasswordHash of(String password, int iterations) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    static PasswordHash parse(String written) {
        var parts = written.split("\\$", -1);
        if (parts.length != PARTS || !parts[0].equals(NAME)) {
            throw new IllegalArgumentException("not a hash that this version writes");
        }
        var base64 = Base64.getDecoder();
        return new PasswordHash(Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    String written() {
        var base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$", NAME, String.valueOf(iterations), base64.encodeToString(salt), base64.encodeToString(hash));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        // the same letters typed on another keyboard may arrive as other code points
        var typed = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
        var spec = new PBEKeySpec(typed, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
