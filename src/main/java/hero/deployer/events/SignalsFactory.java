package hero.deployer.events;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import hero.deployer.boot.ConnectionLimits;

/** Makes the one {@link Signals} of this replica, on the same database as the pool. */
@Dependent
class SignalsFactory {
    private static final String PREFIX = "vertx-reactive:";

    @Produces
    @Singleton
    Signals signals(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            ConnectionLimits limits) {
        var first = url.split(",", -1)[0];
        var options = PgConnectOptions.fromUri(first.startsWith(PREFIX) ? first.substring(PREFIX.length()) : first)
                .setUser(username)
                .setPassword(password);
        var signals = new Signals(vertx, limits.onListening(options, Signals.LONGEST_SILENCE));
        signals.start();
        return signals;
    }

    void stop(@Disposes Signals signals) {
        signals.stop();
    }
}
