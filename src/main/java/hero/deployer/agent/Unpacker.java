package hero.deployer.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks an archive that may be hostile. Only files, folders, and links that stay inside; links are made last, so that nothing is ever
 * written through one; more bytes or entries than the limits end it.
 */
final class Unpacker {
    private static final int MOST_ENTRIES = 100_000;
    private static final int LONGEST_PATH = 1_024;

    private final Path root;
    private final Map<Path, String> links = new LinkedHashMap<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private long bytesLeft;
    private int entries;

    private Unpacker(Path root, long mostBytes) {
        this.root = root;
        this.bytesLeft = mostBytes;
    }

    /**
     * Unpacks into a folder that exists and is empty, and brings it to the disk.
     *
     * @throws InstallFailure when the archive is refused
     */
    static void unpack(InputStream archive, Path root, long mostBytes)
            throws IOException, InstallFailure, InterruptedException {
        var unpacker = new Unpacker(root, mostBytes);
        var tar = new TarReader(new BufferedInputStream(new GZIPInputStream(archive, 8 << 10), 16 << 10));
        for (var entry = tar.next(); entry != null; entry = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            unpacker.take(entry, tar);
        }
        unpacker.makeLinks();
        unpacker.sync();
    }

    private void take(TarEntry entry, TarReader tar) throws IOException, InstallFailure {
        if (++entries > MOST_ENTRIES) {
            throw new InstallFailure("the archive has more than " + MOST_ENTRIES + " entries");
        }
        if (entry.size() > bytesLeft) {
            throw new InstallFailure("the archive unpacks to more than it may");
        }
        bytesLeft -= entry.size();
        var path = named(entry.name());
        if (path.equals(root) && entry.type() != '5') {
            throw refused(entry, "takes the place of the folder itself");
        }
        switch (entry.type()) {
            case '0', '7' -> file(path, entry, tar);
            case '5' -> folder(path);
            case '2' -> {
                inside(root.relativize(parent(path)).resolve(entry.link()).toString());
                parents(path);
                links.put(path, entry.link());
            }
            case '1' -> {
                var target = named(entry.link());
                if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw refused(entry, "links to what is not in it");
                }
                parents(path);
                Files.createLink(path, target);
            }
            // devices, pipes and what else there may be
            default -> throw refused(entry, "is neither file, folder nor link");
        }
    }

    private void file(Path path, TarEntry entry, TarReader tar) throws IOException, InstallFailure {
        parents(path);
        var buffer = new byte[32 << 10];
        try (var out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
        if (entry.executable() && !path.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make a file executable");
        }
        Disk.sync(path);
    }

    private void folder(Path path) throws IOException {
        Files.createDirectories(path);
        // remembered up to the root, to be brought to the disk at the end
        var each = path;
        while (!each.equals(root) && folders.add(each)) {
            each = parent(each);
        }
    }

    private void parents(Path path) throws IOException {
        folder(parent(path));
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException("only the root has no parent");
        }
        return parent;
    }

    /** The path of an entry: one that climbs is refused, also where it would come back. */
    private Path named(String name) throws InstallFailure {
        if (List.of(name.split("/", -1)).contains("..")) {
            throw new InstallFailure("the archive holds a path that leaves its folder: " + shown(name));
        }
        return inside(name);
    }

    private Path inside(String name) throws InstallFailure {
        if (name.startsWith("/") || name.isEmpty() || name.length() > LONGEST_PATH || name.indexOf(0) >= 0) {
            throw new InstallFailure("the archive holds a path that is refused: " + shown(name));
        }
        var path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new InstallFailure("the archive holds a path that leaves its folder: " + shown(name));
        }
        return path;
    }

    private static InstallFailure refused(TarEntry entry, String why) {
        return new InstallFailure("the archive holds an entry that " + why + ": " + shown(entry.name()));
    }

    private static String shown(String name) {
        var printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 120 ? printable.substring(0, 120) + "…" : printable;
    }

    private void makeLinks() throws IOException, InstallFailure {
        for (var link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        // names alone prove nothing where a link leads through another one
        var real = root.toRealPath();
        for (var link : links.keySet()) {
            if (!Files.exists(link) || !link.toRealPath().startsWith(real)) {
                throw new InstallFailure("the archive holds a link that leaves its folder or leads nowhere: "
                        + shown(root.relativize(link).toString()));
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
