package hero.deployer.instance;

import java.time.Duration;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;

/** Says in words what went wrong with an agent. */
final class AgentFailures {
    private static final String RETRIED = "It is tried again by itself; look at the machine if this goes on.";

    private AgentFailures() {}

    /** It did not answer, or not in a way that can be read: outcome unknown. */
    static FailureException unreadable(String instance, String what) {
        return failure(
                FailureKind.TRANSIENT, "agent-unreadable", "The agent of " + instance + " " + what + ".", RETRIED);
    }

    static FailureException late(String instance, Duration deadline) {
        var words = "The agent of " + instance + " did not answer within " + seconds(deadline) + ".";
        return failure(FailureKind.TRANSIENT, "agent-silent", words, RETRIED);
    }

    /** It said no, under a code of its own or of ours. */
    static FailureException refused(String instance, String code, String what) {
        return failure(
                FailureKind.REFUSED,
                code,
                "The agent of " + instance + " " + what + ".",
                "Look at the instance's log, then retry.");
    }

    static FailureException full(String instance, String what) {
        return failure(
                FailureKind.CAPACITY,
                "disk-full",
                "The agent of " + instance + " " + what + ".",
                "Free its disk, then retry.");
    }

    static FailureException bug(String instance, String what, String next) {
        return failure(FailureKind.BUG, "agent-misunderstood", "The agent of " + instance + " " + what + ".", next);
    }

    static FailureException noMachine(String instance) {
        return failure(
                FailureKind.REFUSED,
                "no-machine",
                "The instance " + instance + " has no machine yet.",
                "Provision it first.");
    }

    /** Its address is none where its provider has machines. */
    static FailureException outOfReach(String instance) {
        return refused(
                instance,
                "out-of-reach",
                "is at an address where its provider has no machines, so that nothing was sent there");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }

    private static FailureException failure(FailureKind kind, String code, String message, String next) {
        return new FailureException(new Failure(kind, code, message, next));
    }
}
