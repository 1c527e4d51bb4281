package hero.deployer.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * A way to a server on this machine that can fail as networks do: it swallows what it is given, without a reset, or cuts everybody off. A
 * connection that lost a byte stays silent for ever.
 */
public final class FaultyProxy implements AutoCloseable {
    /** What becomes of bytes. */
    public enum Mode {
        PASS,
        SILENT,
        REFUSE
    }

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final int target;
    private final NetServer server;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;

    public FaultyProxy(int target) {
        this.target = target;
        this.server = vertx.createNetServer()
                .connectHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public int port() {
        return server.actualPort();
    }

    /** From now on; who comes while it is silent is silent for ever. */
    public void set(Mode wanted) {
        mode = wanted;
        if (wanted == Mode.REFUSE) {
            cut();
        }
    }

    /** Resets every connection there is. */
    public void cut() {
        open.forEach(NetSocket::close);
    }

    /** Does what stands in one system property, and says so in another. */
    void obey(String wish, String done) {
        vertx.setPeriodic(1, timer -> {
            var wanted = System.getProperty(wish, "");
            if (!wanted.isEmpty() && !wanted.equals(System.getProperty(done))) {
                var word = wanted.substring(0, wanted.indexOf(' '));
                if (word.equals("CUT")) {
                    cut();
                } else {
                    set(Mode.valueOf(word));
                }
                System.setProperty(done, wanted);
            }
        });
    }

    private void accept(NetSocket near) {
        track(near);
        if (mode == Mode.REFUSE) {
            near.close();
        } else if (mode == Mode.PASS) {
            near.pause();
            client.connect(target, "127.0.0.1")
                    .onSuccess(far -> join(near, far))
                    .onFailure(refused -> near.close());
        }
    }

    private void join(NetSocket near, NetSocket far) {
        track(far);
        var lost = new boolean[1];
        near.handler(bytes -> pass(far, bytes, lost)).closeHandler(gone -> closed(near, far));
        far.handler(bytes -> pass(near, bytes, lost)).closeHandler(gone -> closed(far, near));
        near.resume();
    }

    private void pass(NetSocket to, Buffer bytes, boolean[] lost) {
        lost[0] |= mode == Mode.SILENT;
        if (!lost[0]) {
            to.write(bytes);
        }
    }

    private void track(NetSocket socket) {
        open.add(socket);
        socket.closeHandler(gone -> open.remove(socket));
        socket.exceptionHandler(reset -> {});
    }

    private void closed(NetSocket one, NetSocket other) {
        open.remove(one);
        other.close();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
