package hero.deployer.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Recognizes what people bring instead of a {@code .tar.gz}, by its first bytes. */
final class FileFormat {
    private static final int TAR_MAGIC = 257;
    private static final HexMagic NONE = new HexMagic("", "something else");

    private record HexMagic(String hex, String name) {
        boolean begins(byte[] bytes) {
            return java.util.HexFormat.of()
                    .formatHex(bytes, 0, Math.min(bytes.length, hex.length() / 2))
                    .equals(hex);
        }
    }

    private static final List<HexMagic> KNOWN = List.of(
            new HexMagic("1f8b", "gzip"),
            new HexMagic("504b0304", "a zip archive"),
            new HexMagic("504b0506", "a zip archive"),
            new HexMagic("fd377a585a00", "xz"),
            new HexMagic("425a68", "bzip2"),
            new HexMagic("28b52ffd", "zstd"),
            new HexMagic("04224d18", "lz4"),
            new HexMagic("1f9d", "compress (.Z)"),
            new HexMagic("377abcaf271c", "a 7z archive"),
            new HexMagic("526172211a07", "a rar archive"),
            new HexMagic("7f454c46", "a Linux program"),
            new HexMagic("303730373031", "a cpio archive"));

    private FileFormat() {}

    /** A few words for what it is. */
    static String of(byte[] begin) {
        if (text(begin, TAR_MAGIC, 5).equals("ustar")) {
            return "a plain tar";
        }
        var head = text(begin, 0, 256).stripLeading().toLowerCase(java.util.Locale.ROOT);
        if (head.startsWith("<!doctype") || head.startsWith("<html")) {
            return "a web page";
        }
        return KNOWN.stream()
                .filter(each -> each.begins(begin))
                .findFirst()
                .orElse(NONE)
                .name();
    }

    private static String text(byte[] bytes, int from, int length) {
        return from >= bytes.length
                ? ""
                : new String(
                        Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)),
                        StandardCharsets.ISO_8859_1);
    }
}
