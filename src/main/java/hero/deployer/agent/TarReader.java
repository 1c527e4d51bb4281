package hero.deployer.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Reads ustar, GNU long names and pax paths; knows nothing of files. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 64 << 10;
    private static final int MOST_HEADERS = 8;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** The next entry, or null at the end; its bytes are then read by {@link #read}. */
    @Nullable
    TarEntry next() throws IOException {
        skipRest();
        String longName = null;
        String longLink = null;
        Pax pax = Pax.NONE;
        for (int headers = 0; headers < MOST_HEADERS; headers++) {
            var block = in.readNBytes(BLOCK);
            if (block.length < BLOCK || new TarHeader(block).blank()) {
                return null;
            }
            var header = new TarHeader(block);
            header.check();
            switch (header.type()) {
                case 'L' -> longName = text(header.size());
                case 'K' -> longLink = text(header.size());
                case 'x' -> pax = Pax.parse(bytes(header.size()));
                case 'g' -> bytes(header.size());
                default -> {
                    return begin(header, longName, longLink, pax);
                }
            }
        }
        throw new IOException("the archive is damaged");
    }

    private TarEntry begin(TarHeader header, @Nullable String longName, @Nullable String longLink, Pax pax)
            throws IOException {
        var name = pax.path() != null ? pax.path() : longName != null ? longName : header.name();
        var link = pax.link() != null ? pax.link() : longLink != null ? longLink : header.link();
        long size = pax.size() != null ? pax.size() : header.size();
        expect(size);
        return new TarEntry(header.type(), name, link, size, header.executable());
    }

    /** Bytes of the present entry; -1 at its end. */
    int read(byte[] buffer) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
            throw new EOFException("the archive ends in the middle of a file");
        }
        left -= read;
        return read;
    }

    private void expect(long size) {
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private void skipRest() throws IOException {
        in.skipNBytes(left + padding);
        left = 0;
        padding = 0;
    }

    private byte[] bytes(long size) throws IOException {
        if (size > LONGEST_NAME) {
            throw new IOException("a header of the archive is too long");
        }
        expect(size);
        var bytes = in.readNBytes((int) size);
        left -= bytes.length;
        skipRest();
        return bytes;
    }

    private String text(long size) throws IOException {
        var text = new String(bytes(size), StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
