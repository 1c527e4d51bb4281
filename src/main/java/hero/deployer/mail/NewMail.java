package hero.deployer.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mail to send once.
 *
 * @param key names it for ever: the same key is queued once; the Message-ID derives from it
 * @param scope who may see it in the outbox: an organization's slug or {@code ""}
 */
public record NewMail(
        String key,
        String scope,
        String to,
        String subject,
        String text,
        @Nullable String html) {}
