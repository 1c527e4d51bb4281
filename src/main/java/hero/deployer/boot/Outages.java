package hero.deployer.boot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jboss.logmanager.ExtLogRecord;

/**
 * While the database is away everybody who needs it says so several times a second, some with a page of stack trace: of each, one line an
 * outage is enough.
 */
final class Outages {
    private static final List<String> AWAY = List.of(
            "Connection refused",
            "Connection reset",
            "Connection is closed",
            "the database system is",
            "terminating connection",
            "57P0",
            "Failed to read any response from the server",
            "Error obtaining database connection");

    /** The driver's pool says so when a connection that timed out is refused after all; nobody waits for it by then. */
    private static final String LATE_REFUSAL = "Result is already complete";

    private static final long QUIET_NANOS = 20_000_000_000L;

    private final LongSupplier clock;
    private final Map<String, Long> lastByLogger = new ConcurrentHashMap<>();

    Outages(LongSupplier clock) {
        this.clock = clock;
    }

    boolean isLoggable(LogRecord line) {
        if (line.getLevel().intValue() < Level.WARNING.intValue()) {
            return true;
        }
        var words = words(line);
        if (words.contains(LATE_REFUSAL)) {
            return false;
        }
        if (AWAY.stream().noneMatch(words::contains)) {
            return true;
        }
        line.setThrown(null);
        long now = clock.getAsLong();
        var last = lastByLogger.put(String.valueOf(line.getLoggerName()), now);
        return last == null || now - last > QUIET_NANOS;
    }

    private static String words(LogRecord line) {
        var said = line instanceof ExtLogRecord known ? known.getFormattedMessage() : line.getMessage();
        var words = new StringBuilder(String.valueOf(said));
        for (var cause = line.getThrown(); cause != null; cause = cause.getCause()) {
            words.append(' ').append(cause.getMessage());
        }
        return words.toString();
    }
}
