package hero.deployer.agent.archive;

import java.nio.charset.StandardCharsets;

/** The 512 bytes before an entry. */
final class TarHeader {
    static final int BLOCK = 512;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int BASE_256 = 0x80;

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

    /** Whether its checksum is right; old tars summed the bytes up with their signs. */
    boolean sound() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < block.length; i++) {
            byte each = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? (byte) ' ' : block[i];
            unsigned += each & 0xff;
            signed += each;
        }
        long written = octal(CHECKSUM, CHECKSUM_LENGTH);
        return written == unsigned || written == signed;
    }

    char type() {
        return block[TYPE] == 0 ? '0' : (char) (block[TYPE] & 0xff);
    }

    String name() {
        var name = text(0, 100);
        var prefix = text(257, 5).equals("ustar") && block[262] == 0 ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(157, 100);
    }

    int mode() throws ArchiveException {
        long mode = octal(MODE, 8);
        if (mode < 0) {
            throw ArchiveException.at(name(), "is damaged: it holds an entry whose mode is no number");
        }
        return (int) (mode & 07777);
    }

    long size() throws ArchiveException {
        long size = (block[SIZE] & BASE_256) == 0 ? octal(SIZE, SIZE_LENGTH) : base256();
        if (size < 0) {
            throw ArchiveException.at(name(), "is damaged: it holds an entry whose size is no number");
        }
        return size;
    }

    /** Sizes from 8 GiB on are written in base 256; negative for what no archive holds. */
    private long base256() {
        long size = block[SIZE] & 0x7f;
        for (int i = SIZE + 1; i < SIZE + SIZE_LENGTH; i++) {
            if (size >> 55 != 0) {
                return -1;
            }
            size = size << 8 | block[i] & 0xff;
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

    /** The number, or a negative one where there is none. */
    private long octal(int from, int length) {
        var digits = text(from, length).strip();
        if (!digits.chars().allMatch(each -> each >= '0' && each <= '7')) {
            return -1;
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
