package hero.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes lines to the log that the agent keeps. */
final class Say {
    private Say() {}

    static void line(String text) {
        // the descriptor stays open: it is the process's own
        @SuppressWarnings("resource")
        var out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
