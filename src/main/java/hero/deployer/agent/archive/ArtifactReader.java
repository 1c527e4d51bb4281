package hero.deployer.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import hero.deployer.agent.archive.ArtifactTree.Folder;
import hero.deployer.agent.archive.ArtifactTree.Leaf;
import hero.deployer.agent.archive.ArtifactTree.Link;
import hero.deployer.agent.archive.ArtifactTree.Node;

/**
 * Reads an artifact, which may be hostile, to its last byte: a {@code .tar.gz} of files, folders, and links that stay inside, with a
 * {@code run} at its root that can be run. Of a path that is there twice the last one counts. What it needs in memory is bounded.
 */
public final class ArtifactReader {
    private static final int MOST_ENTRIES = 100_000;
    /** What compresses better than this is a bomb. */
    private static final long MOST_RATIO = 100;

    private static final long ALWAYS_ALLOWED = 64L << 20;

    private final TarReader tar;
    private final ArtifactSink sink;
    private final ArtifactTree tree = new ArtifactTree();
    private final LinkResolver links = new LinkResolver();
    private final byte[] head = new byte[ProgramCheck.HEAD];
    private int entries;
    private int nodes;

    private ArtifactReader(TarReader tar, ArtifactSink sink) {
        this.tar = tar;
        this.sink = sink;
    }

    /**
     * Reads it all.
     *
     * @param compressed its bytes, left open
     * @param size how many those are
     * @param mostUnpacked the most bytes it may unpack to
     * @throws ArchiveException when it is refused
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    public static void read(InputStream compressed, long size, long mostUnpacked, ArtifactSink sink)
            throws IOException, InterruptedException {
        long ratio = size > Long.MAX_VALUE / (2 * MOST_RATIO) ? Long.MAX_VALUE : ALWAYS_ALLOWED + size * MOST_RATIO;
        try (var gzip = new GzipReader(new Unclosed(compressed), Math.min(mostUnpacked, ratio))) {
            gzip.open();
            new ArtifactReader(new TarReader(gzip), sink).read();
        }
    }

    /** The source is its owner's to close. */
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // left open
        }
    }

    private void read() throws IOException, InterruptedException {
        for (var entry = tar.next(); entry != null; entry = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (++entries > MOST_ENTRIES) {
                throw new ArchiveException("has more than " + MOST_ENTRIES + " entries");
            }
            take(entry);
        }
        makeLinks("", new ArrayList<>(List.of(tree.root())));
        RunCheck.check(tree, links);
    }

    private void take(TarEntry entry) throws IOException {
        var path = EntryPath.of(entry.name());
        boolean folder = entry.type() == '5' || isFile(entry) && entry.name().endsWith("/");
        if (path.length == 0 && !folder) {
            throw ArchiveException.at(entry.name(), "holds an entry that takes the place of the folder itself");
        }
        if (!isFile(entry) && entry.size() > 0) {
            throw ArchiveException.at(entry.name(), "holds an entry that is no file but has contents");
        }
        if (folder) {
            folder(entry.name(), path, path.length);
            return;
        }
        switch (entry.type()) {
            case '0', '7' -> file(entry, path);
            case '2' -> put(entry, path, new Link(EntryPath.checkedTarget(entry.name(), entry.link())));
            case '1' -> hardLink(entry, path);
            // devices, pipes and what else there may be
            default -> throw ArchiveException.at(entry.name(), "holds an entry that is neither file, folder nor link");
        }
    }

    private static boolean isFile(TarEntry entry) {
        return entry.type() == '0' || entry.type() == '7';
    }

    private void file(TarEntry entry, String[] path) throws IOException {
        makeRoom(entry, path);
        var content = new EntryStream(tar, head);
        sink.file(String.join("/", path), entry.executable(), content);
        content.drain();
        set(path, leaf(entry, path, content.headLength()));
    }

    private Leaf leaf(TarEntry entry, String[] path, int headLength) {
        if (!entry.executable()) {
            return path.length == 1 && path[0].equals(RunCheck.RUN)
                    ? new Leaf("is not executable by its owner (mode %04o), chmod 755 it".formatted(entry.mode()))
                    : Leaf.PLAIN;
        }
        var fault = ProgramCheck.fault(head, headLength);
        return fault == null ? Leaf.PROGRAM : new Leaf(fault);
    }

    private void hardLink(TarEntry entry, String[] path) throws IOException {
        var target = EntryPath.of(entry.link());
        var there = tree.find(target);
        if (there instanceof Link link) {
            put(entry, path, link);
            return;
        }
        if (!(there instanceof Leaf)) {
            throw ArchiveException.at(entry.name(), "holds an entry that links to what is not in it");
        }
        if (java.util.Arrays.equals(path, target)) {
            return;
        }
        put(entry, path, there);
        sink.hardLink(String.join("/", path), String.join("/", target));
    }

    private void put(TarEntry entry, String[] path, Node node) throws IOException {
        makeRoom(entry, path);
        set(path, node);
    }

    private void set(String[] path, Node node) throws IOException {
        var parent = (Folder) java.util.Objects.requireNonNull(tree.find(EntryPath.parent(path)));
        if (parent.children().put(path[path.length - 1], node) == null) {
            count();
        }
    }

    /** The folders above, and nothing at the path itself. */
    private void makeRoom(TarEntry entry, String[] path) throws IOException {
        var parent = folder(entry.name(), path, path.length - 1);
        var name = path[path.length - 1];
        var old = parent.children().get(name);
        if (old instanceof Folder folder && !folder.children().isEmpty()) {
            throw ArchiveException.at(
                    entry.name(), "holds an entry that takes the place of a folder with others in it");
        }
        if (old != null) {
            sink.remove(String.join("/", path));
            parent.children().remove(name);
            nodes--;
        }
    }

    /** The folder at the first names of a path, made where there is none. */
    private Folder folder(String entry, String[] path, int depth) throws IOException {
        var at = tree.root();
        for (int i = 0; i < depth; i++) {
            var name = path[i];
            var next = at.children().get(name);
            if (next != null && !(next instanceof Folder) && i < path.length - 1) {
                throw ArchiveException.at(entry, "holds an entry that lies below a file or a link");
            }
            if (next instanceof Folder folder) {
                at = folder;
                continue;
            }
            var here = String.join("/", java.util.Arrays.copyOf(path, i + 1));
            if (next == null) {
                count();
            } else {
                sink.remove(here);
            }
            var made = new Folder();
            at.children().put(name, made);
            sink.folder(here);
            at = made;
        }
        return at;
    }

    private void count() throws ArchiveException {
        if (++nodes > MOST_ENTRIES) {
            throw new ArchiveException("has more than " + MOST_ENTRIES + " files and folders");
        }
    }

    /** Names alone prove nothing where a link leads through another one: each is followed when all are known. */
    private void makeLinks(String above, List<Folder> folders) throws IOException {
        for (var child : folders.getLast().children().entrySet()) {
            var path = above + child.getKey();
            switch (child.getValue()) {
                case Folder folder -> {
                    folders.add(folder);
                    makeLinks(path + "/", folders);
                    folders.removeLast();
                }
                case Link link -> {
                    links.resolve(path, folders, link);
                    sink.symbolicLink(path, link.target());
                }
                case Leaf file -> {}
            }
        }
    }

    /** The bytes of one entry; keeps the first of them for a look. */
    private static final class EntryStream extends InputStream {
        private final TarReader tar;
        private final byte[] head;
        private int headLength;

        EntryStream(TarReader tar, byte[] head) {
            this.tar = tar;
            this.head = head;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = tar.read(bytes, offset, length);
            if (read > 0 && headLength < head.length) {
                int kept = Math.min(read, head.length - headLength);
                System.arraycopy(bytes, offset, head, headLength, kept);
                headLength += kept;
            }
            return read;
        }

        void drain() throws IOException {
            transferTo(nullOutputStream());
        }

        private static java.io.OutputStream nullOutputStream() {
            return java.io.OutputStream.nullOutputStream();
        }

        int headLength() {
            return headLength;
        }
    }
}
