package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/** Where one stage stands; each state offers only its legal moves, so that no stage goes backwards. Times are the database's. */
sealed interface StageState {
    String wire();

    /** Its turn has not come. */
    record Pending() implements StageState {
        Running start(Instant now, Duration deadline) {
            return new Running(0, 0, now, now.plus(deadline), null);
        }

        Skipped skip() {
            return new Skipped();
        }

        @Override
        public String wire() {
            return "pending";
        }
    }

    /**
     * At work.
     *
     * @param attempts how often its effect was asked for, over retries too
     * @param misses failures in a row since the last sign of life: what the backoff grows with
     * @param givesUpAt the deadline, which spans the attempts
     * @param waitingFor what it waits for, in words for a person
     */
    record Running(
            int attempts,
            int misses,
            Instant startedAt,
            Instant givesUpAt,
            @Nullable String waitingFor) implements StageState {
        Running attempt(String waitingFor) {
            return new Running(attempts + 1, misses, startedAt, givesUpAt, waitingFor);
        }

        Running waiting(String waitingFor) {
            return new Running(attempts, 0, startedAt, givesUpAt, waitingFor);
        }

        Running missed(String waitingFor) {
            return new Running(attempts, misses + 1, startedAt, givesUpAt, waitingFor);
        }

        /** Behind others, who hold all places: its own time has not begun. */
        Running queued(Instant until, String waitingFor) {
            return new Running(attempts, 0, startedAt, until, waitingFor);
        }

        /** Its turn has come. */
        Running entered(Instant now, Duration deadline) {
            return new Running(attempts, 0, now, now.plus(deadline), null);
        }

        boolean isLate(Instant now) {
            return !now.isBefore(givesUpAt);
        }

        Succeeded succeed(Instant now) {
            return new Succeeded(attempts, startedAt, now);
        }

        Failed fail(Instant now, Failure problem) {
            return new Failed(attempts, startedAt, now, problem);
        }

        @Override
        public String wire() {
            return "running";
        }
    }

    /** Done, for good. */
    record Succeeded(int attempts, Instant startedAt, Instant endedAt) implements StageState {
        @Override
        public String wire() {
            return "succeeded";
        }
    }

    /** Stopped, with the reason; a person may resume it. */
    record Failed(int attempts, Instant startedAt, Instant endedAt, Failure problem) implements StageState {
        Running retry(Instant now, Duration deadline) {
            return new Running(attempts, 0, now, now.plus(deadline), null);
        }

        @Override
        public String wire() {
            return "failed";
        }
    }

    /** Not part of this run. */
    record Skipped() implements StageState {
        @Override
        public String wire() {
            return "skipped";
        }
    }
}
