package hero.deployer.identity;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** A password as it is stored; {@code lifetimeSeconds} null: for good. */
record NewPassword(String kind, String hash, @Nullable Long lifetimeSeconds) {
    static final int MIN_LENGTH = 10;
    static final int MAX_LENGTH = 200;

    static NewPassword chosen(String hash) {
        return new NewPassword("chosen", hash, null);
    }

    static NewPassword oneTime(String hash, @Nullable Duration lifetime) {
        return new NewPassword("one-time", hash, lifetime == null ? null : lifetime.toSeconds());
    }

    /** Refuses what nobody should choose. */
    static void check(String chosen, String old) {
        if (chosen.length() < MIN_LENGTH || chosen.length() > MAX_LENGTH) {
            throw ProblemException.badField(
                    "newPassword", "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        if (chosen.isBlank() || OneTimePassword.canonical(chosen).equals(OneTimePassword.canonical(old))) {
            throw ProblemException.badField("newPassword", "must be another one than before");
        }
    }
}
