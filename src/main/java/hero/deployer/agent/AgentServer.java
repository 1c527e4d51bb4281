package hero.deployer.agent;

import java.io.IOException;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The agent's door: a bounded number of connections, no request for ever, every failure a problem. */
final class AgentServer {
    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final StackLog log;

    private AgentServer(HttpServer server, StackLog log) {
        this.server = server;
        this.log = log;
    }

    static AgentServer start(AgentConfig config, Routes routes, StackLog log) throws IOException {
        // read once by the JDK's server when its classes are loaded
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(RequestThreads.MOST));
        System.setProperty("sun.net.httpserver.maxIdleConnections", "32");
        System.setProperty("sun.net.httpserver.idleInterval", "120");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = new AgentServer(HttpServer.create(config.listen(), BACKLOG), log);
        server.server.setExecutor(new RequestThreads(config.timing().request()));
        server.server.createContext("/", exchange -> server.answer(exchange, routes));
        server.server.start();
        return server;
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, Routes routes) throws IOException {
        var call = new Call(exchange);
        try (exchange) {
            try {
                routes.handle(call);
            } catch (Refusal e) {
                call.problem(e);
            } catch (InterruptedException e) {
                call.problem(new Refusal(503, "too-late", "The request took too long."));
            } catch (IOException e) {
                call.problem(failed(e));
            } catch (RuntimeException e) {
                log.line("a bug of the agent: " + e);
                call.problem(new Refusal(500, "bug", "The agent has a bug; its log says more."));
            }
        }
    }

    /** A full disk has a status of its own; nobody hears of the other failures but one who still listens. */
    private static Refusal failed(IOException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                ? new Refusal(507, "disk-full", "The instance's disk is full.")
                : new Refusal(503, "io", "The agent could not read or write: " + message);
    }
}
