package hero.deployer.mail;

import java.time.Duration;
import java.util.Optional;

/** Settings for a mail server of a test, with little patience. */
record TestMailConfig(int port, Tls tls, Optional<String> username, Optional<String> password) implements MailConfig {
    static TestMailConfig plain(int port) {
        return new TestMailConfig(port, Tls.OPTIONAL, Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<String> host() {
        return Optional.of("127.0.0.1");
    }

    @Override
    public String from() {
        return "deployer@example.org";
    }

    @Override
    public String fromName() {
        return "Hero Deployer";
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration replyTimeout() {
        return Duration.ofMillis(400);
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration retryFor() {
        return Duration.ofDays(1);
    }
}
