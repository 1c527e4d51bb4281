package hero.deployer.removal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/** Where a removal stands. */
sealed interface RemovalState {

    /**
     * Going on; {@code waitingFor} says for what, or null while something is being done.
     *
     * @param attempts failed attempts in a row
     */
    record Running(int attempts, @Nullable String waitingFor, Instant givesUpAt) implements RemovalState {

        /** After a failure: again later while it is transient and the deadline is ahead, else stopped for a person. */
        RemovalState failed(Failure failure, Instant now) {
            if (failure.isTransient() && now.isBefore(givesUpAt)) {
                return new Running(attempts + 1, failure.message(), givesUpAt);
            }
            return new Failed(failure);
        }

        /** Waiting for something that is not a failure. */
        Running waiting(String what) {
            return new Running(0, what, givesUpAt);
        }
    }

    /** Stopped with a reason; a repeated DELETE resumes it. */
    record Failed(Failure failure) implements RemovalState {
        Running resumed(Instant givesUpAt) {
            return new Running(0, null, givesUpAt);
        }
    }

    /** Gone. */
    record Succeeded() implements RemovalState {}
}
