package hero.deployer.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for a mail server of a test, with little patience. */
record TestMailConfig(
        int port,
        Tls tls,
        Optional<String> username,
        Optional<String> password,
        Mailbox from,
        Optional<Path> caFile,
        Optional<String> fingerprint)
        implements MailConfig {
    private static final Mailbox FROM = Mailbox.of("deployer@example.org");

    TestMailConfig(int port, Tls tls, Optional<String> username, Optional<String> password) {
        this(port, tls, username, password, FROM, Optional.empty(), Optional.empty());
    }

    static TestMailConfig plain(int port) {
        return new TestMailConfig(port, Tls.OPTIONAL, Optional.empty(), Optional.empty());
    }

    static TestMailConfig signedIn(int port, Tls tls) {
        return new TestMailConfig(port, tls, Optional.of("user"), Optional.of("secret"));
    }

    TestMailConfig trusting(String sha256) {
        return new TestMailConfig(port, tls, username, password, from, Optional.empty(), Optional.of(sha256));
    }

    TestMailConfig trusting(Path authorities) {
        return new TestMailConfig(port, tls, username, password, from, Optional.of(authorities), Optional.empty());
    }

    @Override
    public Optional<String> host() {
        return Optional.of("127.0.0.1");
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
    public Duration acceptTimeout() {
        return Duration.ofMillis(900);
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration retryFor() {
        return Duration.ofDays(1);
    }
}
