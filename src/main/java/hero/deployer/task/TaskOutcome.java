package hero.deployer.task;

import java.time.Duration;

/** What comes after a turn. */
public sealed interface TaskOutcome {
    /** Nothing more to do; the task is closed. */
    record Done() implements TaskOutcome {}

    /** Call me again after {@code delay} (zero: at once), or sooner when somebody wakes the task. */
    record Again(Duration delay) implements TaskOutcome {}

    static TaskOutcome done() {
        return new Done();
    }

    static TaskOutcome again(Duration delay) {
        return new Again(delay);
    }
}
