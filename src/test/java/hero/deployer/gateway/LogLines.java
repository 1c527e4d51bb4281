package hero.deployer.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What an operator's log says meanwhile. */
final class LogLines extends Handler implements AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            lines.add(line.getLevel() + " " + line.getLoggerName() + " " + line.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
