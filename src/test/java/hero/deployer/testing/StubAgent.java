package hero.deployer.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An agent without processes, in this JVM: speaks protocol version 1 on a real port, installs at once, and misbehaves as it is told to.
 * All stubs live on one event loop of their own, so their state needs no locks.
 */
public final class StubAgent implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));

    /** What the agent does with an install, or with everyone. */
    public enum Behaviour {
        /** Installs what it is told and is healthy. */
        WORKS(Manner.Door.OPEN, Manner.Ending.SUCCEEDS),
        /** Unpacks and starts builds that never answer: back to the old one, or failed without one. */
        NEVER_HEALTHY(Manner.Door.OPEN, Manner.Ending.ROLLS_BACK),
        /** Fails every install at once. */
        FAILS_INSTALL(Manner.Door.OPEN, Manner.Ending.FAILS),
        /** Begins every install and gets nowhere. */
        STUCK(Manner.Door.OPEN, Manner.Ending.STUCK),
        /** Gets nowhere either, but tells of it without end. */
        CHATTERS(Manner.Door.OPEN, Manner.Ending.CHATTERS),
        /** Says that every install succeeded and goes on with what it had. */
        LIES(Manner.Door.OPEN, Manner.Ending.LIES),
        /** Takes connections and requests and never answers. */
        HANGS(Manner.Door.HANGS, Manner.Ending.SUCCEEDS),
        /** Cuts every connection. */
        DEAD(Manner.Door.GONE, Manner.Ending.SUCCEEDS);

        private final Manner.Door door;
        private final Manner.Ending ending;

        Behaviour(Manner.Door door, Manner.Ending ending) {
            this.door = door;
            this.ending = ending;
        }
    }

    private final StubMember member;
    private final HttpServer agent = VERTX.createHttpServer();
    private final HttpServer cockpit = VERTX.createHttpServer();

    private StubAgent(String instance, String tokenSha256) {
        this.member = new StubMember(VERTX, instance, StubMember.bySha256(tokenSha256), new StubTally());
        agent.requestHandler(member::handle);
        cockpit.requestHandler(this::page);
        cockpit.webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage));
    }

    /** Listens on two free loopback ports. */
    public static Future<StubAgent> start(String instance, String tokenSha256) {
        var stub = new StubAgent(instance, tokenSha256);
        return stub.agent
                .listen(0, "127.0.0.1")
                .compose(listening -> stub.cockpit.listen(0, "127.0.0.1"))
                .map(stub);
    }

    public String agentAddress() {
        return "127.0.0.1:" + agent.actualPort();
    }

    public String cockpitAddress() {
        return "127.0.0.1:" + cockpit.actualPort();
    }

    /** From now on, for operations under way as well. */
    public StubAgent behave(Behaviour next) {
        var manner = member.manner();
        member.manner(manner.door(next.door).ending(next.ending));
        return this;
    }

    /** In every detail. */
    public StubAgent behave(Manner next) {
        member.manner(next);
        return this;
    }

    /** How long each of the four steps of an install takes. */
    public StubAgent stepMillis(int millis) {
        member.manner(member.manner().installMillis(4 * millis));
        return this;
    }

    /** As if the stack had died or come back: {@code healthy}, {@code degraded} or {@code failed}. */
    public StubAgent status(String next) {
        member.status(next);
        return this;
    }

    /** As if it had been started anew. */
    public void reboot() {
        member.reboot();
    }

    public @Nullable String build() {
        return member.build();
    }

    /** How often it was asked for its health. */
    public int probes() {
        return member.probes();
    }

    /** How many different installs were accepted. */
    public int installs() {
        return member.installs();
    }

    /** The last accepted command of {@code PUT /v1/build}. */
    public @Nullable JsonObject lastInstall() {
        return member.lastInstall();
    }

    @Override
    public void close() {
        agent.close();
        cockpit.close();
    }

    private void page(HttpServerRequest request) {
        var door = member.manner().door();
        if (member.build() == null || door == Manner.Door.GONE) {
            request.connection().close();
        } else if (door != Manner.Door.HANGS) {
            request.response()
                    .putHeader("Content-Type", "text/html")
                    .end("<p data-stub-cockpit=\"" + member.instance + "\">build " + member.build() + "</p>");
        }
    }
}
