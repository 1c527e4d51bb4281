package hero.deployer.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952) to its last byte: members one behind the other are one stream, as gzip reads them; the checksum and the length of
 * each must be right, and nothing but zeros may follow. The JDK's own reader passes over whatever follows. Ends with a failure once more
 * bytes come out than may.
 */
final class GzipReader extends InputStream {
    private static final int BUFFER = 16 << 10;
    private static final int FIRST_LOOK = 512;
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private final long most;
    private int from;
    private int to;
    private long total;
    private boolean inMember;
    private boolean ended;

    /** @param most how many bytes may come out */
    GzipReader(InputStream in, long most) {
        this.in = in;
        this.most = most;
    }

    /** Begins the first member; refuses what is no gzip by saying what it is. */
    void open() throws IOException {
        while (to < FIRST_LOOK && fill()) {
            continue;
        }
        if (to == 0) {
            throw new ArchiveException("is empty: it has no bytes at all");
        }
        var begin = Arrays.copyOf(buffer, to);
        if (to < 2 || (buffer[0] & 0xff) != MAGIC_1 || (buffer[1] & 0xff) != MAGIC_2) {
            throw new ArchiveException("is no .tar.gz, but " + FileFormat.of(begin));
        }
        header();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginNext()) {
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                checksum.update(bytes, offset, read);
                total += read;
                if (total > most) {
                    throw new ArchiveException("unpacks to more than it may: over " + most + " bytes");
                }
                return read;
            }
            if (inflater.finished()) {
                from = to - inflater.getRemaining();
                trailer();
            } else if (inflater.needsDictionary()) {
                throw ArchiveException.damaged("its compressed data cannot be read");
            } else if (inflater.needsInput()) {
                input();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ArchiveException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw ArchiveException.damaged("its compressed data cannot be read");
        }
    }

    private void input() throws IOException {
        if (from == to && !fill()) {
            throw ArchiveException.cutOff("in the middle of its compressed data");
        }
        inflater.setInput(buffer, from, to - from);
        from = to;
    }

    /** Whether another member begins. */
    private boolean beginNext() throws IOException {
        while (!ended) {
            if (from == to && !fill()) {
                ended = true;
            } else if (buffer[from] == 0) {
                // what tapes and blocks are filled up with
                from++;
            } else if ((buffer[from] & 0xff) == MAGIC_1) {
                header();
                return true;
            } else {
                throw new ArchiveException("holds bytes behind its end that are not gzip's");
            }
        }
        return false;
    }

    private void header() throws IOException {
        var seen = new CRC32();
        boolean known = next(seen) == MAGIC_1 & next(seen) == MAGIC_2 & next(seen) == DEFLATE;
        int flags = next(seen);
        if (!known || (flags & RESERVED) != 0) {
            throw ArchiveException.damaged("a gzip header cannot be read");
        }
        skip(6, seen);
        if ((flags & EXTRA) != 0) {
            skip(next(seen) | next(seen) << 8, seen);
        }
        skipText(flags & NAME, seen);
        skipText(flags & COMMENT, seen);
        if ((flags & HEADER_CHECKSUM) != 0) {
            long expected = seen.getValue() & 0xffff;
            if (number(2) != expected) {
                throw ArchiveException.damaged("the checksum of its gzip header is wrong");
            }
        }
        inMember = true;
        inflater.reset();
        checksum.reset();
    }

    private void trailer() throws IOException {
        if (number(4) != checksum.getValue()) {
            throw ArchiveException.damaged("gzip's own checksum is wrong");
        }
        if (number(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw ArchiveException.damaged("gzip's own length is wrong");
        }
        inMember = false;
    }

    private void skip(int count, CRC32 seen) throws IOException {
        for (int i = 0; i < count; i++) {
            next(seen);
        }
    }

    private void skipText(int flag, CRC32 seen) throws IOException {
        while (flag != 0 && next(seen) != 0) {
            continue;
        }
    }

    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next(new CRC32()) << 8 * i;
        }
        return number;
    }

    private int next(CRC32 seen) throws IOException {
        if (from == to && !fill()) {
            throw ArchiveException.cutOff(inMember ? "before gzip's own checksum" : "in a gzip header");
        }
        int next = buffer[from++] & 0xff;
        seen.update(next);
        return next;
    }

    /** Reads some more; false at the end. Only when all that was there is used up, but for the first look. */
    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        int read = to == buffer.length ? 0 : in.read(buffer, to, buffer.length - to);
        to += Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
