package hero.deployer.identity;

import java.security.SecureRandom;
import java.util.Locale;

/** Passwords that people type once, such as {@code tavi-runo-9kel-mopa-52dw}: 99 random bits, no characters that look alike. */
final class OneTimePassword {
    private static final char[] ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
    /** The least power of two that holds the alphabet, less one; what it draws past the alphabet's end is drawn again. */
    private static final int MASK = 31;

    private static final int GROUPS = 5;
    private static final int GROUP = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    static String next() {
        var password = new StringBuilder();
        // many bytes at once: thousands of passwords are made in a row, and each call of the generator has its price
        var bytes = new byte[2 * GROUPS * GROUP];
        for (int made = 0, at = bytes.length; made < GROUPS * GROUP; at++) {
            if (at >= bytes.length) {
                RANDOM.nextBytes(bytes);
                at = 0;
            }
            int drawn = bytes[at] & MASK;
            if (drawn < ALPHABET.length) {
                password.append(made > 0 && made % GROUP == 0 ? "-" : "").append(ALPHABET[drawn]);
                made++;
            }
        }
        return password.toString();
    }

    /** The same password however somebody copied it: capitals, blanks and missing hyphens do not matter. */
    static String canonical(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
