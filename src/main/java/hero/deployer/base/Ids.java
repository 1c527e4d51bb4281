package hero.deployer.base;

import java.security.SecureRandom;

/** Makes opaque public ids: a prefix that says what it names, then 80 random bits. */
public final class Ids {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int BITS = 5;
    private static final int BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** A new id such as {@code onb_7k2m…}: 80 random bits in 16 characters of base 32. */
    public static String next(String prefix) {
        // all at once: thousands of ids are made in a row, and each call of the generator has its price
        var random = new byte[BYTES];
        RANDOM.nextBytes(random);
        var id = new StringBuilder(prefix).append('_');
        int bits = 0;
        int held = 0;
        for (byte some : random) {
            bits = bits << Byte.SIZE | some & 0xFF;
            for (held += Byte.SIZE; held >= BITS; held -= BITS) {
                id.append(ALPHABET[bits >>> (held - BITS) & (ALPHABET.length - 1)]);
            }
        }
        return id.toString();
    }
}
