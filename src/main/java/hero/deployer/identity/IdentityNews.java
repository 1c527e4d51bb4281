package hero.deployer.identity;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/**
 * Tells of logins, passwords and tokens those who may read of them in the audit log: whoever may see the whole deployer. Never a secret, nor
 * from where somebody came.
 */
@Singleton
class IdentityNews {
    private static final long BETWEEN_REFUSALS = Duration.ofSeconds(1).toNanos();

    private final EventLog events;
    private final AtomicLong refusalToldAt = new AtomicLong(System.nanoTime() - BETWEEN_REFUSALS);

    IdentityNews(EventLog events) {
        this.events = events;
    }

    Uni<Void> sessionCreated(Tx tx, String username, String audience) {
        return tell(tx, "session.created", username, Map.of("username", username, "audience", audience));
    }

    Uni<Void> sessionEnded(Tx tx, String username) {
        return tell(tx, "session.ended", username, Map.of("username", username));
    }

    /** At most one a second: somebody who guesses must not crowd everything else out of the log. */
    Uni<Void> sessionRefused(Tx tx, String username, String audience) {
        long now = System.nanoTime();
        long before = refusalToldAt.get();
        if (now - before < BETWEEN_REFUSALS || !refusalToldAt.compareAndSet(before, now)) {
            return Uni.createFrom().voidItem();
        }
        return tell(tx, "session.refused", username, Map.of("username", username, "audience", audience));
    }

    /** @param mustChange whether the new one is to be replaced at the next login */
    Uni<Void> passwordChanged(Tx tx, String username, boolean mustChange) {
        return tell(tx, "password.changed", username, Map.of("username", username, "mustChangePassword", mustChange));
    }

    Uni<Void> tokenCreated(Tx tx, ApiToken token) {
        return token(tx, "token.created", token);
    }

    Uni<Void> tokenDeleted(Tx tx, ApiToken token) {
        return token(tx, "token.deleted", token);
    }

    private Uni<Void> token(Tx tx, String type, ApiToken token) {
        // a token that is good everywhere has the scope of those who see everything
        return events.append(
                tx, new NewEvent(type, token.scope, token.id, null, Map.of("id", token.id, "owner", token.owner)));
    }

    private Uni<Void> tell(Tx tx, String type, String subject, Map<String, ?> data) {
        return events.append(tx, new NewEvent(type, EventLog.DEPLOYER, subject, null, data));
    }
}
