package hero.deployer.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** PostgreSQL behind a network that a test makes fail with {@link #network}. */
public final class FaultyPostgresResource implements QuarkusTestResourceLifecycleManager {
    /** By system properties, since this class and a test's may not be the same: other class loaders may have loaded them. */
    private static final String WISH = "hero.test.network.wish";

    private static final String DONE = "hero.test.network.done";
    private static final AtomicLong WISHES = new AtomicLong();

    private final PostgresResource postgres = new PostgresResource();
    private @Nullable FaultyProxy proxy;

    @Override
    public int order() {
        return -100;
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(postgres.start());
        var address = settings.get("quarkus.datasource.reactive.url");
        int port = Integer.parseInt(address.replaceAll(".*:(\\d+)/.*", "$1"));
        var made = new FaultyProxy(port);
        proxy = made;
        made.obey(WISH, DONE);
        settings.put("quarkus.datasource.reactive.url", address.replace(":" + port + "/", ":" + made.port() + "/"));
        return settings;
    }

    /** PASS, SILENT, REFUSE, or CUT; returns when it is so. */
    public static void network(String wish) {
        var unique = wish + " " + WISHES.incrementAndGet();
        System.setProperty(WISH, unique);
        while (!unique.equals(System.getProperty(DONE))) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void stop() {
        System.clearProperty(WISH);
        System.clearProperty(DONE);
        if (proxy != null) {
            proxy.close();
        }
        postgres.stop();
    }
}
