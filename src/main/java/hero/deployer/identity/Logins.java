package hero.deployer.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** Signing in by password; sessions for the console and, apart from them, for each cockpit. */
@ApplicationScoped
public class Logins {
    /** The audience of the console's own sessions; a cockpit's is {@code <org>/<username>}. */
    public static final String CONSOLE = "console";

    /** How a sign-in ended. */
    public sealed interface Outcome {
        /** In: the session's secret for the cookie, kept only as a hash. */
        record SignedIn(String username, String secret) implements Outcome {}

        /** The password is right but one-time: ask for a new one. */
        record MustChange() implements Outcome {}

        /** Wrong name, password or an expired one-time password; all look alike. */
        record Refused() implements Outcome {}

        /** Too many guesses; {@code seconds} to wait. */
        record Throttled(long seconds) implements Outcome {}
    }

    /**
     * Checks a password, in constant time, throttled by account and address across replicas.
     *
     * @param audience what the session is for
     * @param newPassword replaces a one-time password, where one must be replaced; a chosen one has 10 to 200 characters
     * @throws hero.deployer.base.ProblemException 400 when {@code newPassword} is too short, too long or the old one
     */
    public Uni<Outcome> signIn(
            String username, String password, @Nullable String newPassword, String audience, String address) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The username a session secret stands for, or null: unknown, expired, revoked, or of another audience. Cached for at most 2 s. */
    public Uni<@Nullable String> session(String secret, String audience) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Ends one session. */
    public Uni<Void> signOut(String secret) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Ends every session of an audience, such as a cockpit that is removed. */
    public Uni<Void> revokeAudience(Tx tx, String audience) {
        throw new UnsupportedOperationException("skeleton");
    }
}
