package hero.deployer.boot;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Tells of a start that failed although the settings looked well: one line; the stack trace goes into a file. */
final class StartFailure {
    private static final String FILE = "failed-start.log";
    private static final int MOST = 600;

    private StartFailure() {}

    /** The line for people. {@code data} is where the rest is kept, if it can be; null: nowhere. */
    static String told(Throwable failure, @Nullable Path data) {
        if (find(failure, BindException.class) != null) {
            return new SettingFault(
                            "DEPLOYER_PORT",
                            null,
                            "somebody else listens there by now.",
                            "Choose a free port, and start again.")
                    .line();
        }
        return "The deployer did not start: " + SettingFault.plain(reason(failure), MOST) + kept(failure, data);
    }

    private static String reason(Throwable failure) {
        var root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        var said = root.getMessage();
        return said == null || said.isBlank() ? root.getClass().getSimpleName() : said;
    }

    private static String kept(Throwable failure, @Nullable Path data) {
        if (data == null) {
            return "";
        }
        var file = data.resolve(FILE);
        try (var out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            out.println(Instant.now());
            failure.printStackTrace(out);
            return " (more in " + file + ")";
        } catch (IOException notKept) {
            return "";
        }
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
