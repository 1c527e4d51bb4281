package hero.deployer.agent.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes tars byte by byte, such as no library would. */
final class RawTar {
    static final int BLOCK = 512;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RawTar run(String content) {
        return entry('0', "run", 0755, content, "");
    }

    RawTar file(String name, String content) {
        return entry('0', name, 0644, content, "");
    }

    RawTar link(char type, String name, String target) {
        return entry(type, name, 0777, "", target);
    }

    /** A pax header of these records for the next entry. */
    RawTar pax(String... records) {
        var utf8 = String.join("", records).getBytes(StandardCharsets.UTF_8);
        return entry('x', "pax", 0644, new String(utf8, StandardCharsets.ISO_8859_1), "");
    }

    static String record(String key, String value) {
        var rest = " " + key + "=" + value + "\n";
        int length = rest.getBytes(StandardCharsets.UTF_8).length;
        int digits = String.valueOf(length + 1).length();
        while (String.valueOf(length + digits).length() != digits) {
            digits++;
        }
        return (length + digits) + rest;
    }

    RawTar entry(char type, String name, int mode, String content, String link) {
        var data = content.getBytes(StandardCharsets.ISO_8859_1);
        bytes.writeBytes(header(type, name.getBytes(StandardCharsets.UTF_8), mode, octal(data.length, 11), link));
        bytes.writeBytes(data);
        bytes.writeBytes(new byte[(BLOCK - data.length % BLOCK) % BLOCK]);
        return this;
    }

    RawTar bytes(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    static String octal(long number, int digits) {
        return String.format("%0" + digits + "o", number);
    }

    /** With its checksum. */
    static byte[] header(char type, byte[] name, int mode, String size, String link) {
        var block = new byte[BLOCK];
        put(block, 0, name);
        put(block, 100, octal(mode, 7).getBytes(StandardCharsets.US_ASCII));
        put(block, 124, size.getBytes(StandardCharsets.ISO_8859_1));
        put(block, 148, "        ".getBytes(StandardCharsets.US_ASCII));
        block[156] = (byte) type;
        put(block, 157, link.getBytes(StandardCharsets.UTF_8));
        put(block, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        long sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, 148, (octal(sum, 6) + "\0 ").getBytes(StandardCharsets.US_ASCII));
        return block;
    }

    private static void put(byte[] block, int at, byte[] text) {
        System.arraycopy(text, 0, block, at, text.length);
    }

    /** As it is, without tar's end mark. */
    byte[] open() {
        return bytes.toByteArray();
    }

    byte[] tar() {
        var whole = open();
        return Arrays.copyOf(whole, whole.length + 2 * BLOCK);
    }

    byte[] gz() {
        return gzip(tar());
    }

    static byte[] gzip(byte[] content) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
