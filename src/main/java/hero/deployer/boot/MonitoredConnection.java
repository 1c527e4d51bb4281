package hero.deployer.boot;

import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.spi.DatabaseMetadata;

/** A connection that knows for how long it has waited for an answer, and can be closed though it waits for one. */
final class MonitoredConnection implements Connection {
    private final SocketConnectionBase inner;
    private final ConnectionMonitor monitor;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile long movedAt;
    private volatile long suspectedAt;

    MonitoredConnection(SocketConnectionBase inner, ConnectionMonitor monitor) {
        this.inner = inner;
        this.monitor = monitor;
    }

    @Override
    public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
        if (monitor.isAway()) {
            hangUp();
            return context.failedFuture(new DatabaseAwayException());
        }
        if (unanswered.getAndIncrement() == 0) {
            movedAt = System.nanoTime();
        }
        return inner.schedule(context, command)
                .onComplete(answer -> {
                    movedAt = System.nanoTime();
                    unanswered.decrementAndGet();
                    if (answer.succeeded() || answer.cause() instanceof PgException) {
                        monitor.heard();
                    }
                })
                .recover(failure ->
                        context.failedFuture(isOver(failure) ? ClosedConnectionException.INSTANCE : failure));
    }

    /** The driver says in five ways that a connection is closed, in words alone; whoever judges it needs a type. */
    private boolean isOver(Throwable failure) {
        return !(failure instanceof PgException)
                && !inner.socket().channelHandlerContext().channel().isActive();
    }

    /** For how long something sent has had no answer, nor anything sent before it, in nanoseconds. */
    long silentFor() {
        return unanswered.get() == 0 ? 0 : System.nanoTime() - movedAt;
    }

    /** PostgreSQL has nothing to answer us: unless that answer comes in just now, it is lost. */
    void suspect() {
        suspectedAt = movedAt;
    }

    boolean isLost() {
        return unanswered.get() > 0 && suspectedAt == movedAt;
    }

    /** Closes at once, whatever waits to be sent or answered; that fails. */
    void hangUp() {
        inner.socket().channelHandlerContext().channel().close();
    }

    @Override
    public int pipeliningLimit() {
        return inner.pipeliningLimit();
    }

    @Override
    public TracingPolicy tracingPolicy() {
        return inner.tracingPolicy();
    }

    @Override
    public SocketAddress server() {
        return inner.server();
    }

    @Override
    public String system() {
        return inner.system();
    }

    @Override
    public String database() {
        return inner.database();
    }

    @Override
    public String user() {
        return inner.user();
    }

    @Override
    public ClientMetrics metrics() {
        return inner.metrics();
    }

    @Override
    public void init(Holder holder) {
        inner.init(holder);
    }

    @Override
    public boolean isSsl() {
        return inner.isSsl();
    }

    @Override
    public boolean isValid() {
        return inner.isValid();
    }

    @Override
    public boolean isIndeterminatePreparedStatementError(Throwable error) {
        return inner.isIndeterminatePreparedStatementError(error);
    }

    @Override
    public DatabaseMetadata getDatabaseMetaData() {
        return inner.getDatabaseMetaData();
    }

    @Override
    public void close(Holder holder, Promise<Void> closed) {
        inner.close(holder, closed);
    }

    @Override
    public int getProcessId() {
        return inner.getProcessId();
    }

    @Override
    public int getSecretKey() {
        return inner.getSecretKey();
    }

    @Override
    public Connection unwrap() {
        return inner.unwrap();
    }
}
