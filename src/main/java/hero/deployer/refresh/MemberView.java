package hero.deployer.refresh;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One instance in a run as JSON, the same in answers and in the event {@code refresh.member}.
 *
 * @param refresh the run
 * @param position its place in the order of starting
 * @param from what it had before
 * @param back it is, or was, being brought back to that
 * @param reason why it is skipped or cancelled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MemberView(
        @Nullable String refresh,
        String instance,
        String person,
        @Schema(enumeration = {"admin", "member"}) String role,
        @Nullable String node,
        int position,
        int wave,

        @Schema(
                enumeration = {
                    "pending",
                    "updating",
                    "verifying",
                    "succeeded",
                    "skipped",
                    "failed",
                    "unreachable",
                    "rolled_back",
                    "cancelled"
                })
        String state,

        @Nullable String from,
        String to,
        @Nullable Boolean back,
        int attempts,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable MemberProblem problem) {

    /**
     * Why it failed and what to do.
     *
     * @param code what happened, stable: match it, never the words
     * @param cause the message without its name: the same for all that failed alike
     */
    record MemberProblem(
            @Schema(enumeration = {"transient", "capacity", "refused", "bug"})
            String kind,

            String code,
            String message,
            String next,
            String cause) {
        static @Nullable MemberProblem of(Member member) {
            var failure = member.problem();
            var cause = CauseView.causeOf(member);
            return failure == null || cause == null
                    ? null
                    : new MemberProblem(
                            failure.kind().name().toLowerCase(Locale.ROOT),
                            failure.code(),
                            failure.message(),
                            failure.next(),
                            cause);
        }
    }

    static MemberView of(@Nullable String refresh, Member member) {
        return new MemberView(
                refresh,
                member.instance(),
                member.person(),
                member.role(),
                member.node(),
                member.position(),
                member.wave(),
                member.state().word(),
                member.from(),
                member.to(),
                member.back() ? true : null,
                member.attempts(),
                member.reason(),
                member.startedAt(),
                member.endedAt(),
                MemberProblem.of(member));
    }

    /** As the state of its run makes it: in a called-off run nobody waits any more. */
    static MemberView of(Refresh run, Member member) {
        var view = of(run.id(), member);
        boolean calledOff = run.state() instanceof RefreshState.Cancelled && member.state() == MemberState.PENDING;
        return calledOff ? view.in(MemberState.CANCELLED) : view;
    }

    private MemberView in(MemberState other) {
        return new MemberView(
                refresh,
                instance,
                person,
                role,
                node,
                position,
                wave,
                other.word(),
                from,
                to,
                back,
                attempts,
                reason,
                startedAt,
                endedAt,
                problem);
    }
}
