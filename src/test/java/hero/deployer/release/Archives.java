package hero.deployer.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes artifacts, good ones and bad ones. */
final class Archives {
    private Archives() {}

    /** A good artifact; another {@code seed} is another artifact. */
    static byte[] good(String seed) {
        return of(entry("./", 0755, ""), entry("./README", 0644, seed), entry("./run", 0755, "#!/bin/sh\n"));
    }

    /** A good artifact of about this many bytes that do not compress. */
    static byte[] large(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        return of(
                entry("noise", 0644, new String(noise, StandardCharsets.ISO_8859_1)),
                entry("run", 0755, "#!/bin/sh\n"));
    }

    record Entry(String name, int mode, String content) {}

    static Entry entry(String name, int mode, String content) {
        return new Entry(name, mode, content);
    }

    static byte[] of(Entry... entries) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var entry : entries) {
                byte[] content = entry.content().getBytes(StandardCharsets.ISO_8859_1);
                var header = new TarArchiveEntry(entry.name());
                header.setMode(entry.mode());
                header.setSize(content.length);
                tar.putArchiveEntry(header);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes in pieces, as the network brings them. */
    static io.vertx.core.streams.ReadStream<Buffer> stream(byte[] bytes) {
        return new PiecewiseStream(bytes);
    }
}
