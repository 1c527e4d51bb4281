package hero.deployer.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A {@link Fleet} in a process of its own, with a door by which it is told how to behave:
 *
 * <pre>
 * DEPLOYER_FLEET_KEY=… java -cp … hero.deployer.testing.FleetMain PORT SIZE PREFIX CONTROL-PORT
 * GET  /tally                              what the agents did since the last restart of the count
 * POST /restart                            counts anew
 * POST /runs?build=1.0.0                   everybody runs it, in good health
 * POST /behave?from=0&amp;to=1000 door=hangs  (the manner is the body; both ends may be left out)
 * </pre>
 */
public final class FleetMain {
    private final Fleet fleet;

    private FleetMain(Fleet fleet) {
        this.fleet = fleet;
    }

    @SuppressWarnings("SystemOut") // whoever started it waits for this line
    public static void main(String[] arguments) throws IOException {
        var key = System.getenv().getOrDefault("DEPLOYER_FLEET_KEY", "");
        var fleet = Fleet.start(
                new Fleet.Plan(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), arguments[2], key));
        var door = new FleetMain(fleet);
        var control = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[3])), 0);
        control.createContext("/", door::handle);
        control.start();
        System.out.println("fleet ready: " + fleet.size() + " agents from " + fleet.address(0) + " on");
    }

    private void handle(HttpExchange exchange) throws IOException {
        int status = 200;
        String answer;
        try {
            answer = answer(exchange);
        } catch (RuntimeException wrong) {
            status = 400;
            answer = String.valueOf(wrong.getMessage());
        }
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private String answer(HttpExchange exchange) throws IOException {
        var asked = exchange.getRequestURI();
        var query = query(asked.getQuery() == null ? "" : asked.getQuery());
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod() + " " + asked.getPath()) {
            case "GET /tally" -> {}
            case "POST /restart" -> fleet.restart();
            case "POST /runs" -> fleet.runs(query.get("build"));
            case "POST /behave" ->
                fleet.behave(
                        Integer.parseInt(query.getOrDefault("from", "0")),
                        Integer.parseInt(query.getOrDefault("to", Integer.toString(fleet.size()))),
                        Manner.parse(body));
            default -> throw new IllegalArgumentException("no such call");
        }
        return fleet.tally().json().encode();
    }

    private static Map<String, String> query(String text) {
        return Stream.of(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
