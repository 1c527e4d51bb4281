package hero.deployer.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Artifacts by content hash: a file that bears a hash is whole. */
final class ArtifactStore {
    private static final String SUFFIX = ".tar.gz";
    private static final int UNREFERENCED_KEPT = 2;

    private final Path folder;

    ArtifactStore(Path folder) throws IOException {
        this.folder = Disk.folder(folder);
        for (var left : Disk.list(folder)) {
            if (left.getFileName().toString().endsWith(".part")) {
                Files.delete(left);
            }
        }
    }

    Path file(String sha256) {
        return folder.resolve(sha256 + SUFFIX);
    }

    boolean has(String sha256) {
        return Files.isRegularFile(file(sha256));
    }

    /**
     * Takes in exactly {@code length} bytes of that hash; anything else leaves nothing behind.
     *
     * @throws WrongHashException when the bytes are others
     * @throws EOFException when there are fewer
     */
    void receive(String sha256, InputStream in, long length, LongConsumer progress) throws IOException {
        var part = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            var digest = Sha256.digest();
            copy(in, part, length, digest, progress);
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw new WrongHashException();
            }
            Disk.sync(part);
            Disk.move(part, file(sha256));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(InputStream in, Path to, long length, MessageDigest digest, LongConsumer progress)
            throws IOException {
        var buffer = new byte[64 << 10];
        long done = 0;
        try (var out = Files.newOutputStream(to)) {
            while (done < length) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
                if (read < 0) {
                    throw new EOFException("only " + done + " of " + length + " bytes came");
                }
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                done += read;
                progress.accept(done);
            }
        }
    }

    /** Whether the file still holds what its name says. */
    boolean verify(String sha256) throws IOException {
        var digest = Sha256.digest();
        var buffer = new byte[64 << 10];
        try (var in = Files.newInputStream(file(sha256))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    void delete(String sha256) throws IOException {
        Files.deleteIfExists(file(sha256));
    }

    /** Deletes what no build needs, but for the newest few: an upload comes before its command. */
    void collect(Set<String> needed) throws IOException {
        var others = new ArrayList<>(Disk.list(folder).stream()
                .filter(file -> file.toString().endsWith(SUFFIX))
                .filter(file -> !needed.contains(file.getFileName().toString().replace(SUFFIX, "")))
                .toList());
        others.sort(Comparator.comparing((Path file) -> file.toFile().lastModified())
                .reversed());
        for (var file : others.subList(Math.min(UNREFERENCED_KEPT, others.size()), others.size())) {
            Files.deleteIfExists(file);
        }
    }
}
