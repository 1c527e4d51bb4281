package hero.deployer.boot;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;

/** Opens connections, to one server after the other where there are several, within a time limit that spans the greeting, too. */
final class ConnectionOpener {
    private final Vertx vertx;
    private final List<PgConnectOptions> servers;
    private final long withinMillis;
    private final AtomicInteger next = new AtomicInteger();

    ConnectionOpener(Vertx vertx, List<PgConnectOptions> servers, long withinMillis) {
        this.vertx = vertx;
        this.servers = List.copyOf(servers);
        this.withinMillis = withinMillis;
    }

    /** A connection and what closes it whatever it waits for. */
    record Opened(SqlConnection connection, SocketConnectionBase socket, ConnectionFactory factory) {
        void discard() {
            factory.close(Promise.promise());
        }
    }

    /** Refused, reset in the middle of the greeting, no such host: in many words, all the same to whoever waits. */
    private static Throwable away(Throwable why) {
        return new DatabaseAwayException().initCause(why);
    }

    /** A factory of its own for each, since closing that is what ends a greeting that is never answered. */
    Future<Opened> open(Context context) {
        var server = servers.get(Math.floorMod(next.getAndIncrement(), servers.size()));
        var factory = PgDriver.INSTANCE.createConnectionFactory(vertx, server);
        Promise<Opened> opened = ((ContextInternal) context).promise();
        long alarm = vertx.setTimer(withinMillis, timer -> {
            if (opened.tryFail(new DatabaseAwayException())) {
                factory.close(Promise.promise());
            }
        });
        factory.connect(context).onComplete(answer -> {
            vertx.cancelTimer(alarm);
            if (answer.failed()) {
                opened.tryFail(answer.cause() instanceof PgException ? answer.cause() : away(answer.cause()));
                factory.close(Promise.promise());
                return;
            }
            var socket = (SocketConnectionBase) ((SqlConnectionInternal) answer.result()).unwrap();
            var one = new Opened(answer.result(), socket, factory);
            socket.socket().channelHandlerContext().channel().closeFuture().addListener(closed -> one.discard());
            if (!opened.tryComplete(one)) {
                one.discard();
            }
        });
        return opened.future();
    }
}
