package hero.deployer.boot;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Whether the PostgreSQL that the settings name lets us in and is new enough. */
final class DatabaseCheck {
    static final String REACTIVE = "quarkus.datasource.reactive.url";
    static final String JDBC = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String JDBC_SCHEME = "jdbc:postgresql:";
    private static final int OLDEST = 15;
    private static final String SECONDS = "5";
    private static final int MILLIS = 5_000;
    private static final int DEFAULT_PORT = 5432;
    private static final String AGAIN = "Correct it, and start again.";

    private final GivenSettings given;

    DatabaseCheck(GivenSettings given) {
        this.given = given;
    }

    /** Empty where the embedded database will be used, too. Waits for some seconds at the most. */
    Optional<SettingFault> fault() {
        var reactive = given.given(REACTIVE).orElse("");
        var jdbc = given.given(JDBC).orElse("");
        if (reactive.isEmpty() || jdbc.isEmpty()) {
            return Optional.empty();
        }
        if (!jdbc.startsWith(JDBC_SCHEME)) {
            return wrong(JDBC, jdbc, "must begin with jdbc:postgresql://");
        }
        if (!reactive.matches("(?:vertx-reactive:)?postgres(?:ql)?://.*")) {
            return wrong(REACTIVE, reactive, "must begin with postgresql://");
        }
        return connecting(jdbc).or(() -> reaching(reactive));
    }

    private Optional<SettingFault> connecting(String url) {
        var options = new Properties();
        given.value(USERNAME).ifPresent(user -> options.setProperty("user", user));
        given.value(PASSWORD).ifPresent(password -> options.setProperty("password", password));
        options.setProperty("connectTimeout", SECONDS);
        options.setProperty("loginTimeout", SECONDS);
        options.setProperty("socketTimeout", SECONDS);
        try (var connection = DriverManager.getConnection(url, options)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            return version >= OLDEST
                    ? Optional.empty()
                    : wrong(JDBC, url, "is PostgreSQL " + version + "; " + OLDEST + " or newer is needed.");
        } catch (SQLException e) {
            return refused(url, e);
        }
    }

    private Optional<SettingFault> refused(String url, SQLException e) {
        var state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return Optional.of(new SettingFault(
                    Setting.variable(PASSWORD),
                    null,
                    "the database does not let " + Setting.variable(USERNAME) + "="
                            + given.value(USERNAME).orElse("(none)") + " in with it (" + state + ").",
                    "Correct user and password, and start again."));
        }
        if (state.equals("3D000")) {
            return wrong(JDBC, url, "names a database that does not exist.");
        }
        if (state.startsWith("08")) {
            return wrong(JDBC, url, "no PostgreSQL answers there.");
        }
        return wrong(JDBC, url, "the database refuses (" + state + "): " + e.getMessage());
    }

    /** A pooler may stand at another address than the server itself. */
    private Optional<SettingFault> reaching(String url) {
        try {
            var address = URI.create(url.substring(url.indexOf("postgres")));
            if (address.getHost() == null) {
                return Optional.empty();
            }
            try (var socket = new Socket()) {
                int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
                socket.connect(new InetSocketAddress(address.getHost(), port), MILLIS);
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            return wrong(REACTIVE, url, "is no address.");
        } catch (java.io.IOException e) {
            return wrong(REACTIVE, url, "nobody answers there.");
        }
    }

    private static Optional<SettingFault> wrong(String property, String url, String trouble) {
        return Optional.of(new SettingFault(Setting.variable(property), shown(url), trouble, AGAIN));
    }

    /** Without what may be a password. */
    static String shown(String url) {
        return url.replaceAll("//[^/@]*@", "//").replaceAll("\\?.*", "");
    }
}
