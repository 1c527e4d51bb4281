package hero.deployer.testing;

import java.time.Duration;

import hero.deployer.base.FailureKind;

/** What goes wrong with one call to {@link FakeProvider}. */
public sealed interface Fault {
    /** The call fails as if its answer was lost; {@code done} says whether it took effect all the same. */
    record AnswerLost(boolean done) implements Fault {}

    /** The provider says no; nothing is done. */
    record Refused(FailureKind kind, String message) implements Fault {}

    /** The call takes effect and answers, late. */
    record Slow(Duration delay) implements Fault {}

    /** The call takes effect late; only then it answers, if at all. */
    record Late(Duration delay, boolean answers) implements Fault {}

    /** The call never ends; {@code done} says whether it took effect. */
    record Silent(boolean done) implements Fault {}

    static Fault full() {
        return new Refused(FailureKind.CAPACITY, "the fake node is full");
    }
}
