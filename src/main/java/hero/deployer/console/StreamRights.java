package hero.deployer.console;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import hero.deployer.identity.Caller;
import hero.deployer.identity.Credential;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Logins;
import hero.deployer.identity.Role;

/** Looks again at who reads: a stream ends with the session and with any right it had, and shows what a right gained opens. */
@ApplicationScoped
class StreamRights {
    private static final Logger LOG = Logger.getLogger(StreamRights.class);

    private final Logins logins;

    StreamRights(Logins logins) {
        this.logins = logins;
    }

    /** The reader as they are now, if they may still see all that they could; as before when nobody can tell just now. */
    Uni<Optional<Caller>> now(Credential credential, Caller before) {
        return logins.caller(credential)
                .map(found -> found.filter(now -> !now.mustChangePassword() && keeps(before, now)))
                .onFailure()
                .recoverWithItem(thrown -> {
                    LOG.debugf("rights are not at hand: %s", thrown.getMessage());
                    return Optional.of(before);
                });
    }

    static boolean keeps(Caller before, Caller now) {
        return before.grants().stream()
                .map(Grant::scope)
                .allMatch(scope -> now.may(Role.VIEWER, scope.equals(Grant.EVERYWHERE) ? "" : scope));
    }
}
