package hero.deployer.refresh;

import java.util.Locale;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** Which members of a run, and which page of them. */
@SuppressWarnings("NullAway.Init")
class MemberQuery {
    private static final int MAX_LIMIT = 2_000;
    private static final int MAX_TEXT = 100;
    private static final int MAX_CAUSE = 4_000;

    @QueryParam("state")
    @Parameter(
            schema =
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
                            }))
    @Nullable
    String state;

    @QueryParam("wave")
    @Nullable
    Integer wave;

    @QueryParam("q")
    @Nullable
    String q;

    /** One of those that the run's causes name. */
    @QueryParam("cause")
    @Nullable
    String cause;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @DefaultValue("100")
    int limit;

    /** @throws ProblemException 400 with the parameter named */
    MemberQuery checked() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badField("limit", "must be from 1 to " + MAX_LIMIT);
        }
        if (state != null && !isState(state)) {
            throw ProblemException.badField("state", "must be a member's state, such as pending or rolled_back");
        }
        if (wave != null && (wave < RefreshPlanner.CANARY || wave > RefreshPlanner.ADMIN)) {
            throw ProblemException.badField("wave", "must be 0, 1 or 2");
        }
        text("q", q, MAX_TEXT);
        text("cause", cause, MAX_CAUSE);
        after();
        return this;
    }

    private static void text(String field, @Nullable String given, int most) {
        if (given != null && (given.length() > most || given.indexOf('\0') >= 0)) {
            throw ProblemException.badField(field, "must be at most " + most + " characters of text");
        }
    }

    private static boolean isState(String word) {
        for (var one : MemberState.values()) {
            if (one.word().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The position that the last page ended with. */
    int after() {
        try {
            return cursor == null ? -1 : Integer.parseInt(cursor);
        } catch (NumberFormatException wrong) {
            throw ProblemException.badField("cursor", "is not one that we gave");
        }
    }

    boolean asksFor(Member member) {
        return cause == null || cause.equals(CauseView.causeOf(member));
    }

    /** What {@code q} is found with: anywhere in the text, its wildcards taken as they are. */
    @Nullable
    String pattern() {
        return q == null || q.isBlank()
                ? null
                : "%" + q.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
