package hero.deployer.mail;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The mail server; without a host mail stays in the outbox. */
@ConfigMapping(prefix = "deployer.mail")
interface MailConfig {
    Optional<String> host();

    @WithDefault("25")
    @Min(1)
    @Max(65_535)
    int port();

    @WithDefault("optional")
    Tls tls();

    Optional<String> username();

    Optional<String> password();

    /** The sender's address. */
    @WithDefault("hero-deployer@localhost")
    String from();

    @WithDefault("Hero Deployer")
    String fromName();

    @WithDefault("PT5S")
    Duration connectTimeout();

    /** How long one reply may take. */
    @WithDefault("PT15S")
    Duration replyTimeout();

    /** How long a whole conversation may take; less than the task's turn. */
    @WithDefault("PT45S")
    Duration deadline();

    /** How long a mail is tried again before it counts as failed. */
    @WithDefault("P1D")
    Duration retryFor();

    /** How the way to the server is protected. */
    enum Tls {
        /** Never. */
        OFF,
        /** By STARTTLS when the server offers it; credentials are never sent without. */
        OPTIONAL,
        /** By STARTTLS, or not at all. */
        REQUIRED,
        /** From the first byte (port 465). */
        IMPLICIT
    }
}
