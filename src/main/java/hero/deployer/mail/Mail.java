package hero.deployer.mail;

import org.jspecify.annotations.Nullable;

/** A mail of the outbox, as it is written to the server. */
record Mail(
        String id,
        String messageId,
        String recipient,
        String subject,
        String text,
        @Nullable String html,
        long attempts) {}
