package hero.deployer.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import static hero.deployer.agent.archive.TarHeader.BLOCK;

/** Reads ustar, GNU long names and pax paths, to the last byte; knows nothing of files. */
final class TarReader {
    private static final int LONGEST_NAME = 64 << 10;
    private static final int MOST_HEADERS = 8;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private @Nullable String present;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** What came before the header of an entry, for that one alone. */
    private static final class Announced {
        @Nullable
        String name;

        @Nullable
        String link;

        Pax pax = Pax.NONE;
        int headers;
    }

    /** The next entry, or null at the end; its bytes are then read by {@link #read}. */
    @Nullable
    TarEntry next() throws IOException {
        skipRest();
        var announced = new Announced();
        while (announced.headers++ < MOST_HEADERS) {
            var header = header(announced);
            if (header == null) {
                return null;
            }
            switch (header.type()) {
                case 'L' -> announced.name = text(header.size());
                case 'K' -> announced.link = text(header.size());
                case 'x', 'X' -> announced.pax = announced.pax.parse(bytes(header.size()));
                case 'g' -> global(bytes(header.size()));
                // the volume's label
                case 'V' -> bytes(header.size());
                default -> {
                    return begin(header, announced);
                }
            }
        }
        throw ArchiveException.damaged("too many headers before one entry");
    }

    /** The next header, or null at the end of the archive. */
    private @Nullable TarHeader header(Announced announced) throws IOException {
        int read = in.readNBytes(block, 0, BLOCK);
        if (read < BLOCK) {
            throw present == null && read == 0
                    ? new ArchiveException("is empty: there is nothing in it")
                    : ArchiveException.cutOff("without tar's end mark");
        }
        var header = new TarHeader(block.clone());
        if (!header.blank()) {
            if (!header.sound()) {
                throw unsound();
            }
            return header;
        }
        if (announced.name != null || announced.link != null || announced.pax != Pax.NONE) {
            throw ArchiveException.damaged("a long name stands before no entry");
        }
        requireNothingMore();
        return null;
    }

    private ArchiveException unsound() {
        return present == null
                ? new ArchiveException("is gzip with no tar in it, but " + FileFormat.of(block))
                : ArchiveException.at(present, "is damaged: what follows an entry is no tar header");
    }

    /** Blocks are filled up with zeros; anything else would be there for some readers and not for others. */
    private void requireNothingMore() throws IOException {
        var rest = new byte[8 << 10];
        for (int read = in.read(rest); read >= 0; read = in.read(rest)) {
            for (int i = 0; i < read; i++) {
                if (rest[i] != 0) {
                    throw new ArchiveException("holds more behind tar's end mark: another archive put behind it?");
                }
            }
        }
    }

    private void global(byte[] bytes) throws ArchiveException {
        if (Pax.NONE.parse(bytes) != Pax.NONE) {
            throw new ArchiveException("holds one pax path, link or size for all its entries");
        }
    }

    private TarEntry begin(TarHeader header, Announced announced) throws IOException {
        var pax = announced.pax;
        var name = pax.path() != null ? pax.path() : announced.name != null ? announced.name : header.name();
        var link = pax.link() != null ? pax.link() : announced.link != null ? announced.link : header.link();
        long size = pax.size() != null ? pax.size() : header.size();
        present = name;
        if (pax.sparse()) {
            throw ArchiveException.at(name, "holds a sparse file, make it with tar without -S");
        }
        expect(size);
        return new TarEntry(header.type(), name, link, size, header.mode());
    }

    /** Bytes of the present entry; -1 at its end. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw cutOff();
        }
        left -= read;
        return read;
    }

    private ArchiveException cutOff() {
        return present == null
                ? ArchiveException.cutOff("in the middle of a header")
                : ArchiveException.at(present, "is cut off: it ends in the middle of an entry");
    }

    private void expect(long size) {
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private void skipRest() throws IOException {
        var rest = new byte[(int) Math.min(8 << 10, left)];
        while (left > 0) {
            read(rest, 0, rest.length);
        }
        if (in.readNBytes(block, 0, (int) padding) < padding) {
            throw cutOff();
        }
        padding = 0;
    }

    private byte[] bytes(long size) throws IOException {
        if (size > LONGEST_NAME) {
            throw ArchiveException.damaged("a header is longer than " + LONGEST_NAME + " bytes");
        }
        expect(size);
        var bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw cutOff();
        }
        left = 0;
        skipRest();
        return bytes;
    }

    private String text(long size) throws IOException {
        var text = new String(bytes(size), StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
