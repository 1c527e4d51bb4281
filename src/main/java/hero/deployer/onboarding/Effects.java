package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far the present stage got with the world outside: written before each effect, so that whoever takes over knows what may have
 * happened.
 *
 * @param creation whether a machine was asked for and what came of it
 * @param askedAt when it was last asked for
 * @param install the command to the agent, or null while none is decided
 */
record Effects(
        Creation creation,
        @Nullable Instant askedAt,
        @Nullable Install install) {
    static final Effects NONE = new Effects(Creation.NONE, null, null);

    /** A machine: not asked for; asked for with an unknown outcome; there. */
    enum Creation {
        NONE,
        ASKED,
        MADE
    }

    /**
     * One install.
     *
     * @param operation names it to the agent, for ever the same
     * @param fence the number that outdates earlier commands
     * @param build the version
     * @param commanded the agent took the command
     * @param seq the last change the agent told of
     */
    record Install(String operation, long fence, String build, boolean commanded, long seq) {
        Install taken() {
            return new Install(operation, fence, build, true, seq);
        }

        Install forgotten() {
            return new Install(operation, fence, build, false, 0);
        }

        Install at(long seq) {
            return new Install(operation, fence, build, commanded, seq);
        }
    }

    Effects asked(Instant now) {
        return new Effects(Creation.ASKED, now, install);
    }

    /** The provider said for certain that nothing was made. */
    Effects refused() {
        return new Effects(Creation.NONE, askedAt, install);
    }

    Effects machineMade() {
        return new Effects(Creation.MADE, askedAt, install);
    }

    Effects installing(@Nullable Install next) {
        return new Effects(creation, askedAt, next);
    }

    /** What a new try of a stage must not take for granted: a machine is looked up again, an install gets a command of its own. */
    Effects beforeRetry(Stage stage) {
        return switch (stage) {
            case PROVISIONING -> new Effects(creation == Creation.MADE ? Creation.ASKED : creation, askedAt, null);
            case INSTALLING -> installing(null);
            case ADDING, READY -> this;
        };
    }

    /** Whether a creation may still take effect behind our back. */
    boolean mayStillAppear(Instant now, Duration settles) {
        return creation == Creation.ASKED && askedAt != null && now.isBefore(askedAt.plus(settles));
    }
}
