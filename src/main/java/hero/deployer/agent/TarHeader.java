package hero.deployer.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The 512 bytes before an entry. */
final class TarHeader {
    private static final int CHECKSUM = 148;

    private final byte[] block;

    TarHeader(byte[] block) {
        this.block = block;
    }

    boolean blank() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    void check() throws IOException {
        long sum = 0;
        for (int i = 0; i < block.length; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xFF;
        }
        if (sum != octal(CHECKSUM, 8) || size() < 0) {
            throw new IOException("the archive is damaged");
        }
    }

    char type() {
        return block[156] == 0 ? '0' : (char) block[156];
    }

    String name() {
        var name = text(0, 100);
        var prefix = text(257, 5).equals("ustar") && block[262] == 0 ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(157, 100);
    }

    boolean executable() throws IOException {
        return (octal(100, 8) & 0100) != 0;
    }

    long size() throws IOException {
        if ((block[124] & 0x80) == 0) {
            return octal(124, 12);
        }
        // sizes from 8 GiB on are written in base 256
        long size = 0;
        for (int i = 128; i < 136; i++) {
            size = size << 8 | block[i] & 0xFF;
        }
        return size;
    }

    private String text(int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    private long octal(int from, int length) throws IOException {
        var digits = text(from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("the archive is damaged", e);
        }
    }
}
