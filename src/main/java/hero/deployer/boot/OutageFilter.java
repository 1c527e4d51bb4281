package hero.deployer.boot;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;

/** What {@link Outages} lets through, for the console's log, each line in printable text. */
@LoggingFilter(name = "outages")
public final class OutageFilter implements Filter {
    private final Outages outages = new Outages(System::nanoTime);

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!outages.isLoggable(line)) {
            return false;
        }
        PrintableLine.clean(line);
        return true;
    }
}
