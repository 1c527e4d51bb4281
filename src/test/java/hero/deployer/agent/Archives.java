package hero.deployer.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes archives, good and hostile. */
final class Archives {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    Archives() {
        try {
            tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stack of that behaviour; see {@link TestStack}. */
    static byte[] stack(String behaviour, String answer) {
        var classes = Path.of("target", "test-classes").toAbsolutePath();
        var run = "#!/bin/sh\nexec \"$JAVA_HOME/bin/java\" -Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "
                + classes + " hero.deployer.agent.TestStack " + behaviour + " " + answer + "\n";
        return new Archives().program("run", run).made();
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    Archives posix() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return this;
    }

    Archives file(String name, String content) {
        return add(new TarArchiveEntry(name, true), content.getBytes(StandardCharsets.UTF_8));
    }

    Archives program(String name, String content) {
        return program(name, content, 0100755);
    }

    Archives program(String name, String content, int mode) {
        var entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        return add(entry, content.getBytes(StandardCharsets.UTF_8));
    }

    Archives zeros(String name, int size) {
        return add(new TarArchiveEntry(name, true), new byte[size]);
    }

    Archives folder(String name) {
        return add(new TarArchiveEntry(name + "/", true), new byte[0]);
    }

    /** An entry of any kind: {@code '2'} a symbolic link, {@code '1'} a hard one, {@code '3'} a device, {@code '6'} a pipe. */
    Archives special(char type, String name, String link) {
        var entry = new TarArchiveEntry(name, (byte) type, true);
        entry.setLinkName(link);
        return add(entry, new byte[0]);
    }

    private Archives add(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setSize(content.length);
            // the same content makes the same archive
            entry.setModTime(0L);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] made() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
