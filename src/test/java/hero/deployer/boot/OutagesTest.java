package hero.deployer.boot;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log keeps of an outage. */
class OutagesTest {
    private final AtomicLong now = new AtomicLong();
    private final Outages filter = new Outages(now::get);

    @Test
    void anOutageIsOneLineOfEachWithoutItsStackTrace() {
        var first = line("worker", "Could not look for work");

        assertThat(filter.isLoggable(first)).isTrue();
        assertThat(first.getThrown()).isNull();
        now.addAndGet(10_000_000_000L);
        assertThat(filter.isLoggable(line("worker", "Could not renew leases"))).isFalse();
        assertThat(filter.isLoggable(line("pulse", "publishing"))).isTrue();
    }

    @Test
    void theNextOutageIsToldAgain() {
        filter.isLoggable(line("worker", "away"));
        now.addAndGet(21_000_000_000L);

        assertThat(filter.isLoggable(line("worker", "away again"))).isTrue();
    }

    @Test
    void otherFaultsKeepTheirLinesAndTheirStackTraces() {
        for (int i = 0; i < 3; i++) {
            var bug = new LogRecord(Level.SEVERE, "unexpected");
            bug.setThrown(new IllegalStateException("a bug"));
            assertThat(filter.isLoggable(bug)).isTrue();
            assertThat(bug.getThrown()).isNotNull();
        }
    }

    private static LogRecord line(String logger, String words) {
        var line = new LogRecord(Level.WARNING, words);
        line.setLoggerName(logger);
        line.setThrown(new RuntimeException("outer", new ConnectException("Connection refused: /127.0.0.1:1")));
        return line;
    }
}
