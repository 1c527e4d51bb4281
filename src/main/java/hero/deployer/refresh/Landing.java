package hero.deployer.refresh;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

/**
 * What became of a member, to be written with the next commit.
 *
 * @param state where it stands now: being verified, waiting again, or how it ended
 */
record Landing(Member member, MemberState state, @Nullable Failure problem) {
    private static final String RETRY = "Look at the instance's log, then retry.";

    static Landing verifying(Member member) {
        return new Landing(member, MemberState.VERIFYING, null);
    }

    /** It is healthy on the build it was meant to get. */
    static Landing there(Member member) {
        return new Landing(member, member.back() ? MemberState.ROLLED_BACK : MemberState.SUCCEEDED, null);
    }

    /** It was not told of anything yet, and is not to be any more: it waits again. */
    static Landing withheld(Member member) {
        return new Landing(member, MemberState.PENDING, null);
    }

    static Landing gone(Member member) {
        return new Landing(member, MemberState.CANCELLED, null);
    }

    static Landing failed(Member member, Failure problem) {
        return new Landing(member, MemberState.FAILED, problem);
    }

    static Landing failed(Member member, String code, String message) {
        return failed(member, new Failure(FailureKind.REFUSED, code, message, RETRY));
    }

    /** The agent started the build before again: no more than a failure where that one was to be left. */
    static Landing rolledBack(Member member, String why) {
        var message = "Build " + member.target() + " was rolled back on " + member.instance() + ": " + why;
        return new Landing(
                member,
                member.back() ? MemberState.FAILED : MemberState.ROLLED_BACK,
                new Failure(FailureKind.REFUSED, "rolled-back", message, RETRY));
    }

    static Landing unreachable(Member member, Failure last) {
        return new Landing(
                member,
                MemberState.UNREACHABLE,
                new Failure(
                        FailureKind.TRANSIENT,
                        last.code(),
                        last.message(),
                        "See whether the machine and its node run, then retry."));
    }

    /** It is not under way any more. */
    boolean leaves() {
        return !state.inFlight();
    }

    boolean isWithheld() {
        return state == MemberState.PENDING;
    }

    /** Whether it counts against the bound. */
    boolean counts() {
        return problem != null && !member.back();
    }

    boolean isThere() {
        return state == MemberState.SUCCEEDED || state == MemberState.ROLLED_BACK && problem == null;
    }
}
