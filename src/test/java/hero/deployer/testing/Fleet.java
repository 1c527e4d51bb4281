package hero.deployer.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import hero.deployer.instance.AgentTokens;

/**
 * Thousands of agents in one process: instance <i>i</i> has a loopback address of its own (127.1.0.1 and up) on one shared port, speaks the
 * real protocol there, and behaves as it is told. Everything happens on one event loop. {@link FleetMain} is one in its own process.
 */
public final class Fleet implements AutoCloseable {
    private static final int FIRST_NET = 1;
    private static final int HOSTS = 250;
    private static final int SUBNETS = 250;
    private static final int BACKLOG = 8_192;
    private static final int PATIENCE_SECONDS = 10;

    /**
     * @param port of every agent, or 0 for any that is free
     * @param size how many instances
     * @param prefix of the instances' ids: the first is {@code <prefix>1}
     * @param fleetKey the deployer's {@code DEPLOYER_FLEET_KEY}
     */
    public record Plan(int port, int size, String prefix, String fleetKey) {}

    /**
     * What the agents did since {@link #restart}.
     *
     * @param connections open now
     * @param mostInFlight installs under way at once, at the most
     * @param gapP50 milliseconds between two probes of one instance, as seen there
     */
    public record Tally(
            int connections,
            long requests,
            long probes,
            long installs,
            long done,
            int inFlight,
            int mostInFlight,
            long gapP50,
            long gapP99) {
        JsonObject json() {
            return new JsonObject()
                    .put("connections", connections)
                    .put("requests", requests)
                    .put("probes", probes)
                    .put("installs", installs)
                    .put("done", done)
                    .put("inFlight", inFlight)
                    .put("mostInFlight", mostInFlight)
                    .put("gapP50", gapP50)
                    .put("gapP99", gapP99);
        }
    }

    private final Plan plan;
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final StubTally tally = new StubTally();
    private final List<StubMember> members = new ArrayList<>();
    private final HttpServer server;
    private int connections;

    private Fleet(Plan plan) {
        this.plan = plan;
        this.server = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
                .connectionHandler(this::connected)
                .requestHandler(this::handle);
        var tokens = new AgentTokens(Optional.of(plan.fleetKey()));
        for (int index = 0; index < plan.size(); index++) {
            var token = tokens.token(id(index), 1);
            members.add(new StubMember(vertx, id(index), token::equals, tally));
        }
    }

    /** Listens once this returns. */
    public static Fleet start(Plan plan) {
        var fleet = new Fleet(plan);
        fleet.server
                .listen(plan.port(), "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return fleet;
    }

    public int size() {
        return plan.size();
    }

    /** The id of the instance at {@code index}, which counts from 0. */
    public String id(int index) {
        return plan.prefix() + (index + 1);
    }

    /** Its agent's address, with the port. */
    public String address(int index) {
        return host(index) + ":" + server.actualPort();
    }

    /** Its loopback address alone; the whole net 127/8 is this machine's. */
    public static String host(int index) {
        int net = index / (HOSTS * SUBNETS) + FIRST_NET;
        return "127." + net + "." + index / HOSTS % SUBNETS + "." + (index % HOSTS + 1);
    }

    private static int index(String host) {
        var parts = host.split("\\.", -1);
        int net = Integer.parseInt(parts[1]) - FIRST_NET;
        return (net * SUBNETS + Integer.parseInt(parts[2])) * HOSTS + Integer.parseInt(parts[3]) - 1;
    }

    /** How the instances from {@code from} to before {@code to} behave from now on. */
    public void behave(int from, int to, Manner manner) {
        members.subList(from, to).forEach(member -> member.manner(manner));
    }

    /** What every instance runs from now on, in good health. */
    public void runs(String build) {
        members.forEach(member -> member.runs(build, "healthy"));
    }

    /** The build that an instance runs, or empty before the first. */
    public Optional<String> build(int index) {
        return Optional.ofNullable(members.get(index).build());
    }

    /** As if an instance's stack had died or come back. */
    public void status(int index, String status) {
        members.get(index).status(status);
    }

    public Tally tally() {
        return onLoop(() -> new Tally(
                connections,
                tally.requests,
                tally.probes,
                tally.installs,
                tally.done,
                tally.inFlight,
                tally.mostInFlight,
                tally.gapMillis(0.5),
                tally.gapMillis(0.99)));
    }

    /** Counts from here on. */
    public void restart() {
        var unused = onLoop(() -> {
            tally.restart();
            return true;
        });
    }

    private <T> T onLoop(Supplier<T> work) {
        var answer = new CompletableFuture<T>();
        vertx.runOnContext(go -> answer.complete(work.get()));
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void connected(HttpConnection connection) {
        connections++;
        connection.closeHandler(closed -> connections--);
        int index = index(connection.localAddress().hostAddress());
        if (!exists(index) || members.get(index).manner().door() == Manner.Door.GONE) {
            StubFaults.reset(connection);
        }
    }

    private void handle(HttpServerRequest request) {
        int index = index(request.localAddress().hostAddress());
        if (exists(index)) {
            members.get(index).handle(request);
        } else {
            request.connection().close();
        }
    }

    private boolean exists(int index) {
        return index >= 0 && index < members.size();
    }
}
