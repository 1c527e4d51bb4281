package hero.deployer.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A process in the agent's place, with a stack that will not end: what the local provider has to cope with, started in a fraction of the
 * time. Needs the JDK alone.
 */
public final class AgentStandIn {
    private AgentStandIn() {}

    public static void main(String[] arguments) throws IOException {
        var settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of(arguments[1]))) {
            settings.load(file);
        }
        var data = Files.createDirectories(Path.of(settings.getProperty("data")));
        if (Files.exists(data.resolve("refuse-to-start"))) {
            System.err.println("the stand-in was told not to start");
            System.exit(1);
        }
        startStack(data);
        String boot = UUID.randomUUID().toString();
        var listen = settings.getProperty("listen").split(":");
        var server = HttpServer.create(new InetSocketAddress(listen[0], Integer.parseInt(listen[1])), 0);
        server.createContext("/v1/health", exchange -> answer(exchange, settings, boot));
        server.start();
    }

    // as a careless stack may: in a session of its own and deaf to polite requests
    private static void startStack(Path data) throws IOException {
        var stack = new ProcessBuilder("setsid", "sh", "-c", "trap '' TERM; while :; do sleep 600; done");
        stack.environment().clear();
        stack.environment().put("PATH", System.getenv("PATH"));
        stack.environment().put("DATA_DIR", data.resolve("stack").toString());
        stack.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long pid = stack.start().pid();
        Files.writeString(data.resolve("stack.pid"), Long.toString(pid));
    }

    private static void answer(HttpExchange exchange, Properties settings, String boot) throws IOException {
        String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String token = bearer.substring(Math.min(bearer.length(), "Bearer ".length()));
        boolean known =
                Hashes.sha256(token.getBytes(StandardCharsets.UTF_8)).equals(settings.getProperty("tokenSha256"));
        byte[] body = "{\"instance\":\"%s\",\"bootId\":\"%s\"}"
                .formatted(settings.getProperty("instance"), boot)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
        try (var out = exchange.getResponseBody()) {
            if (known) {
                out.write(body);
            }
        }
    }
}
