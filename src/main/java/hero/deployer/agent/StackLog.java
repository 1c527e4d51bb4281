package hero.deployer.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The stack's and the install's output: two files of bounded size, the older one thrown away. */
final class StackLog {
    private static final int MOST_PER_FILE = 512 << 10;
    private static final int MOST_LINE = 2_000;
    private static final int MOST_TAIL = 64 << 10;

    private final Path file;
    private final Path older;
    private long dropped;

    StackLog(Path folder) {
        this.file = folder.resolve("stack.log");
        this.older = folder.resolve("stack.log.1");
    }

    /** Notes something the agent did. */
    void line(String text) {
        // why something failed stands at the end
        var bounded = text.length() <= MOST_LINE
                ? text
                : text.substring(0, MOST_LINE / 2) + "…" + text.substring(text.length() - MOST_LINE / 2);
        var line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " [agent] " + bounded.replace('\n', ' ') + "\n";
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    /** Appends; what a full disk cannot take is dropped, for a log must never stop the stack. */
    synchronized void write(byte[] bytes, int length) {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length());
            out.write(bytes, 0, length);
            if (out.length() > MOST_PER_FILE) {
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            dropped += length;
        }
    }

    /** The last bytes as text, 64 KiB at the most. */
    synchronized String tail(int bytes) throws IOException {
        int wanted = Math.min(Math.max(bytes, 0), MOST_TAIL);
        var end = lastBytes(file, wanted);
        var begin = lastBytes(older, wanted - end.length);
        var all = new byte[begin.length + end.length];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(end, 0, all, begin.length, end.length);
        int start = 0;
        // a character cut in two at the beginning would only show as rubbish
        while (start < all.length && start < 4 && (all[start] & 0xC0) == 0x80) {
            start++;
        }
        var text = new String(all, start, all.length - start, StandardCharsets.UTF_8);
        return dropped == 0 ? text : text + "[agent] " + dropped + " bytes of output were lost to a full disk\n";
    }

    private static byte[] lastBytes(Path file, int wanted) throws IOException {
        if (wanted == 0 || !Files.exists(file)) {
            return new byte[0];
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var bytes = new byte[(int) Math.min(wanted, in.length())];
            in.seek(in.length() - bytes.length);
            in.readFully(bytes);
            return bytes;
        }
    }
}
