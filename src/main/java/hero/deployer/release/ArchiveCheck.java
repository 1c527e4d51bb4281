package hero.deployer.release;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Looks whether a file is a {@code .tar.gz} with an executable {@code run} at its root, reading headers only: nothing an archive says can
 * make us keep more than one block of it in memory.
 */
final class ArchiveCheck {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int MODE_AT = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final int ANY_EXECUTE_BIT = 0111;

    private ArchiveCheck() {}

    /** What is wrong with the archive, in words, or empty. Blocks; reads {@code maxUnpacked} bytes of contents at the most. */
    static Optional<String> fault(Path file, long maxUnpacked) throws IOException {
        try (InputStream in = unpacked(file)) {
            return findRun(in, maxUnpacked);
        } catch (ZipException | EOFException broken) {
            return Optional.of("is not a whole .tar.gz archive");
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
        } catch (IOException | RuntimeException notGzip) {
            raw.close();
            throw notGzip;
        }
    }

    private static Optional<String> findRun(InputStream in, long maxUnpacked) throws IOException {
        byte[] header = new byte[BLOCK];
        long left = maxUnpacked;
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            if (isRun(header)) {
                return faultOfRun(header);
            }
            long size = size(header);
            long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
            if (size < 0 || padded > left) {
                return Optional.of("has no executable \"run\" near its beginning");
            }
            in.skipNBytes(padded);
            left -= padded + BLOCK;
        }
        return Optional.of("has no executable \"run\" at its root");
    }

    private static boolean isRun(byte[] header) {
        String name = text(header, 0, NAME_LENGTH);
        return name.equals("run") || name.equals("./run");
    }

    private static Optional<String> faultOfRun(byte[] header) {
        boolean regular = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
        if (!regular) {
            return Optional.of("has a \"run\" that is not a plain file");
        }
        long mode = octal(text(header, MODE_AT, 8));
        return (mode & ANY_EXECUTE_BIT) == 0 ? Optional.of("has a \"run\" that is not executable") : Optional.empty();
    }

    /** The entry's size, or a negative number when it is no number or too large for a sane archive. */
    private static long size(byte[] header) {
        boolean binary = (header[SIZE_AT] & 0x80) != 0;
        return binary ? -1 : octal(text(header, SIZE_AT, SIZE_LENGTH));
    }

    private static long octal(String digits) {
        try {
            return digits.isBlank() ? 0 : Long.parseLong(digits.strip(), 8);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
