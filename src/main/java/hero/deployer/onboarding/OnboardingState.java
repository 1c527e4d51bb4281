package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

/** Where an onboarding stands as a whole; each state offers only its legal moves. */
sealed interface OnboardingState {
    Stages stages();

    /** Its name in the store. */
    String stored();

    /** Its name in JSON: undoing is still running for those outside. */
    default String wire() {
        return stored();
    }

    /** Whether nothing more will happen to it by itself or by a person. */
    default boolean ended() {
        return false;
    }

    /** The first move of a run over {@code first..last}; {@code adding} is done by the same transaction, at once. */
    static OnboardingState begin(Stage first, Stage last, Instant now, Function<Stage, Duration> deadlines) {
        var stages = Stages.of(first, last);
        var started = ((StageState.Pending) stages.get(first)).start(now, deadlines.apply(first));
        var running = new Running(stages.with(first, started), first);
        return first == Stage.ADDING ? running.step(stage -> stage.attempt("")).succeed(now, deadlines) : running;
    }

    /** At work on the stage {@code at}. */
    record Running(Stages stages, Stage at) implements OnboardingState {
        StageState.Running stage() {
            return (StageState.Running) stages.get(at);
        }

        /** The same with its stage changed. */
        Running step(UnaryOperator<StageState.Running> change) {
            return new Running(stages.with(at, change.apply(stage())), at);
        }

        /** The stage is done: on to the next of this run, or to the end. */
        OnboardingState succeed(Instant now, Function<Stage, Duration> deadlines) {
            var done = stages.with(at, stage().succeed(now));
            var next = at.next().orElse(null);
            if (next != null && done.get(next) instanceof StageState.Pending pending) {
                return new Running(done.with(next, pending.start(now, deadlines.apply(next))), next);
            }
            return new Succeeded(done);
        }

        Failed fail(Instant now, Failure problem) {
            return new Failed(stages.with(at, stage().fail(now, problem)), at);
        }

        Cancelling cancel(Instant now, String by) {
            var called = new Failure(
                    FailureKind.REFUSED,
                    "cancelled",
                    "Cancelled by " + by + ".",
                    "Start a new onboarding if this was a mistake.");
            return new Cancelling(
                    stages.with(at, stage().fail(now, called)).withoutPending(), 0, "the work in hand to stop");
        }

        @Override
        public String stored() {
            return "running";
        }
    }

    /** Stopped at a failed stage until a person resumes or cancels it. */
    record Failed(Stages stages, Stage at) implements OnboardingState {
        Running retry(Instant now, Duration deadline) {
            var stage = (StageState.Failed) stages.get(at);
            return new Running(stages.with(at, stage.retry(now, deadline)), at);
        }

        Cancelling cancel() {
            return new Cancelling(stages.withoutPending(), 0, "the work in hand to stop");
        }

        /** Another process has made the instance ready: what was left to do is done. */
        OnboardingState overtaken(Instant now, Function<Stage, Duration> deadlines) {
            OnboardingState state = retry(now, deadlines.apply(at));
            while (state instanceof Running running) {
                state = running.succeed(now, deadlines);
            }
            return state;
        }

        @Override
        public String stored() {
            return "failed";
        }
    }

    /**
     * Giving back what was made.
     *
     * @param misses failures in a row: what the backoff grows with
     * @param waitingFor what it waits for, in words for a person
     */
    record Cancelling(Stages stages, int misses, String waitingFor) implements OnboardingState {
        Cancelling missed(String waitingFor) {
            return new Cancelling(stages, misses + 1, waitingFor);
        }

        Cancelling waiting(String waitingFor) {
            return new Cancelling(stages, 0, waitingFor);
        }

        Cancelled undone() {
            return new Cancelled(stages);
        }

        @Override
        public String stored() {
            return "cancelling";
        }

        @Override
        public String wire() {
            return "running";
        }
    }

    /** Every stage of the run is done. */
    record Succeeded(Stages stages) implements OnboardingState {
        @Override
        public String stored() {
            return "succeeded";
        }

        @Override
        public boolean ended() {
            return true;
        }
    }

    /** Called off, and everything it made is given back. */
    record Cancelled(Stages stages) implements OnboardingState {
        @Override
        public String stored() {
            return "cancelled";
        }

        @Override
        public boolean ended() {
            return true;
        }
    }
}
