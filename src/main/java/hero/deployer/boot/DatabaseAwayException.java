package hero.deployer.boot;

import java.net.ConnectException;

/** PostgreSQL does not answer; nothing was sent. */
final class DatabaseAwayException extends ConnectException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException() {
        super("PostgreSQL does not answer");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // as many as there are requests, all alike
    }
}
