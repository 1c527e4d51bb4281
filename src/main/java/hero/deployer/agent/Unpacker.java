package hero.deployer.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import hero.deployer.agent.archive.ArchiveException;
import hero.deployer.agent.archive.ArtifactReader;
import hero.deployer.agent.archive.ArtifactSink;

/** Writes an artifact into a folder; {@link ArtifactReader} judges it. Links are made last, so that nothing is ever written through one. */
final class Unpacker implements ArtifactSink {
    private final Path root;
    private final List<Path> links = new ArrayList<>();
    private final Set<Path> folders = new LinkedHashSet<>();

    private Unpacker(Path root) {
        this.root = root;
    }

    /**
     * Unpacks into a folder that exists and is empty, and brings it to the disk.
     *
     * @param size the archive's bytes
     * @throws InstallFailure when the archive is refused
     */
    static void unpack(InputStream archive, long size, Path root, long mostBytes)
            throws IOException, InstallFailure, InterruptedException {
        var unpacker = new Unpacker(root);
        try {
            ArtifactReader.read(archive, size, mostBytes, unpacker);
        } catch (ArchiveException refused) {
            throw new InstallFailure("the archive " + refused.getMessage());
        }
        unpacker.checkLinks();
        unpacker.sync();
    }

    @Override
    public void remove(String path) throws IOException {
        folders.remove(root.resolve(path));
        Files.deleteIfExists(root.resolve(path));
    }

    @Override
    public void folder(String path) throws IOException {
        var folder = root.resolve(path);
        Files.createDirectory(folder);
        folders.add(folder);
    }

    @Override
    public void file(String path, boolean executable, InputStream content) throws IOException {
        var file = root.resolve(path);
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(out);
        }
        if (executable && !file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make a file executable");
        }
        Disk.sync(file);
    }

    @Override
    public void hardLink(String path, String target) throws IOException {
        Files.createLink(root.resolve(path), root.resolve(target));
    }

    @Override
    public void symbolicLink(String path, String target) throws IOException {
        var link = root.resolve(path);
        Files.createSymbolicLink(link, Path.of(target));
        links.add(link);
    }

    /** The last word is the file system's. */
    private void checkLinks() throws IOException, InstallFailure {
        var real = root.toRealPath();
        for (var link : links) {
            if (!Files.exists(link) || !link.toRealPath().startsWith(real)) {
                throw new InstallFailure("the archive holds a link that leaves its folder or leads nowhere");
            }
        }
    }

    private void sync() throws IOException {
        for (var folder : folders) {
            Disk.sync(folder);
        }
        Disk.sync(root);
    }
}
