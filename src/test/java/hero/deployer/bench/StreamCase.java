package hero.deployer.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A thousand readers of fifty events a second: ours, published by another replica, against nginx with nchan. */
final class StreamCase implements Case {
    private static final int READERS = 1_000;
    private static final int EVENTS_A_SECOND = 50;
    private static final int EVENTS = 500;
    private static final int WARM_UP = 200;
    private static final String PAD = "x".repeat(200);

    private final HttpClient http = HttpClient.newHttpClient();
    private int number;
    private @Nullable Deployer deployer;
    private @Nullable Nginx nchan;

    private interface Publisher {
        void publish(String json) throws Exception;
    }

    private interface Meter {
        double cpuSeconds() throws Exception;
    }

    @Override
    public void prepare(Lab lab) throws Exception {
        deployer = lab.deployer(Map.of("DEPLOYER_HEALTH_ENABLED", "false"));
        new Seed(lab.database()).administrator();
        nchan = lab.keep(new Nginx(lab.folder(), "nchan", true, """
                nchan_shared_memory_size 128M;
                server {
                  listen 127.0.0.1:%PORT% backlog=4096;
                  location = /pub { nchan_publisher; nchan_channel_id events; nchan_message_buffer_length 1000; }
                  location = /sub { nchan_subscriber eventsource; nchan_channel_id events; nchan_subscriber_first_message newest; }
                }"""));
        var warm = new Sample();
        round(warm, "warm", deployer.port(), "/api/v1/events", json -> ours(lab, json), deployer::cpuSeconds);
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (deployer == null || nchan == null) {
            throw new IllegalStateException("not prepared");
        }
        var sample = new Sample();
        double databaseCpu = lab.database().cpuSeconds();
        round(sample, "ours", deployer.port(), "/api/v1/events", json -> ours(lab, json), deployer::cpuSeconds);
        sample.with("databaseCpu", lab.database().cpuSeconds() - databaseCpu);
        round(sample, "nchan", nchan.port(), "/sub", this::nchan, nchan::cpuSeconds);
        return sample;
    }

    /** As another replica does that appended an event and was the one to publish it. */
    private static void ours(Lab lab, String json) throws Exception {
        var connection = lab.database().connection();
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement(
                "with h as (update event_head set head = head + 1 returning head) insert into event"
                        + " (id, type, scope, subject, run, at, data)"
                        + " select head, 'bench.tick', '', 'tick ' || head, null, clock_timestamp(), ? from h")) {
            insert.setString(1, json);
            insert.execute();
        }
        lab.database().run("select pg_notify('hero_events', '')");
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void nchan(String json) throws Exception {
        if (nchan != null) {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nchan.port() + "/pub"))
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private void round(Sample sample, String name, int port, String path, Publisher publisher, Meter meter)
            throws Exception {
        var latencies = new Latencies();
        try (var readers = new Readers(latencies)) {
            // what nchan kept of the last round comes to everybody first
            publisher.publish(json(number));
            readers.open(READERS, port, request(path));
            publish(publisher, latencies, WARM_UP);
            Wait.pass(Duration.ofMillis(500));
            var measured = new Latencies();
            latencies.continueIn(measured);
            double cpu = meter.cpuSeconds();
            long began = System.nanoTime();
            publish(publisher, measured, EVENTS);
            try {
                Wait.until(
                        "all events at all readers of " + name,
                        Duration.ofSeconds(30),
                        () -> measured.count() >= (long) READERS * EVENTS);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        e.getMessage() + ": " + measured.count() + " came, " + readers.cut() + " readers cut", e);
            }
            sample.with(name + "Cpu", meter.cpuSeconds() - cpu)
                    .with(name + "Wall", (System.nanoTime() - began) / 1e9)
                    .with(name + "P50", measured.millis(0.5))
                    .with(name + "P99", measured.millis(0.99))
                    .with(name + "Cut", readers.cut());
        }
    }

    private void publish(Publisher publisher, Latencies latencies, int count) throws Exception {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            next += 1_000_000_000L / EVENTS_A_SECOND;
            Wait.untilNanos(next);
            latencies.sent(++number);
            publisher.publish(json(number));
        }
    }

    private static String json(int number) {
        return String.format(Locale.ROOT, "{\"n\": \"@@%08d\", \"pad\": \"%s\"}", number, PAD);
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + Api.TOKEN + "\r\n\r\n";
    }

    @Override
    public void report(Sample medians, Table table) {
        table.ratio(
                "SSE, 1,000 readers × 50/s × 10 s: CPU-s, against nchan",
                medians.get("oursCpu"),
                medians.get("nchanCpu"),
                1);
        table.ratio("SSE: ms to a reader, p99, against nchan", medians.get("oursP99"), medians.get("nchanP99"), 1);
        table.note("SSE: ms to a reader, p50", medians.get("oursP50"), medians.get("nchanP50"));
        table.note("SSE: CPU-s of PostgreSQL, publishing included", medians.get("databaseCpu"));
    }
}
