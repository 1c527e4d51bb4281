package hero.deployer.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** The mail server; without a host mail stays in the outbox. */
@ConfigMapping(prefix = "deployer.mail")
interface MailConfig {
    Optional<String> host();

    @WithDefault("25")
    @Allowed(least = 1, most = 65_535)
    int port();

    @WithDefault("optional")
    Tls tls();

    Optional<String> username();

    Optional<String> password();

    /** Who sends: {@code deployer@example.org} or {@code Deployer <deployer@example.org>}. */
    @WithDefault("hero-deployer@localhost")
    Mailbox from();

    /** The sender's name, where the address brings none. */
    @WithDefault("Hero Deployer")
    String fromName();

    @WithDefault("PT5S")
    Duration connectTimeout();

    /** How long one reply may take: servers that look a sender up, or slow strangers down, take minutes (RFC 5321, 4.5.3.2). */
    @WithDefault("PT5M")
    Duration replyTimeout();

    /** How long the reply to the whole mail may take: who hangs up sooner may send it twice (RFC 5321, 4.5.3.2.6). */
    @WithDefault("PT10M")
    Duration acceptTimeout();

    /** How long a whole conversation may take. */
    @WithDefault("PT40M")
    @Allowed(mostSeconds = 7_200)
    Duration deadline();

    /** Certificates, in PEM, of the authorities that may vouch for the server, in the place of the system's. */
    Optional<@WithConverter(TrustFile.class) Path> caFile();

    /** The SHA-256 fingerprint of the server's own certificate: it alone is then believed. */
    @Allowed(pattern = "(?:[0-9a-fA-F]{2}:?){32}", otherwise = "must be the certificate's SHA-256 in hex.")
    Optional<String> fingerprint();

    /** How long a mail is tried again before it counts as failed. */
    @WithDefault("P1D")
    Duration retryFor();

    /** How the way to the server is protected. */
    enum Tls {
        /** Never. */
        OFF,
        /**
         * By STARTTLS when the server offers it, whoever it is, which keeps readers out but no impostor: credentials are sent only where
         * the certificate is trusted. With a CA file or a fingerprint the certificate must fit.
         */
        OPTIONAL,
        /** By STARTTLS and with a certificate that is trusted, or not at all. */
        REQUIRED,
        /** From the first byte (port 465). */
        IMPLICIT
    }
}
