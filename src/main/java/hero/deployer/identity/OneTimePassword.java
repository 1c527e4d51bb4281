package hero.deployer.identity;

import java.security.SecureRandom;
import java.util.Locale;

/** Passwords that people type once, such as {@code tavi-runo-9kel-mopa-52dw}: 99 random bits, no characters that look alike. */
final class OneTimePassword {
    private static final char[] ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
    private static final int GROUPS = 5;
    private static final int GROUP = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    static String next() {
        var password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                password.append('-');
            }
            password.append(ALPHABET[RANDOM.nextInt(ALPHABET.length)]);
        }
        return password.toString();
    }

    /** The same password however somebody copied it: capitals, blanks and missing hyphens do not matter. */
    static String canonical(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
