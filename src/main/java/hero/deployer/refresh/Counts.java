package hero.deployer.refresh;

import java.util.Map;

import static hero.deployer.refresh.MemberState.CANCELLED;
import static hero.deployer.refresh.MemberState.FAILED;
import static hero.deployer.refresh.MemberState.PENDING;
import static hero.deployer.refresh.MemberState.ROLLED_BACK;
import static hero.deployer.refresh.MemberState.SKIPPED;
import static hero.deployer.refresh.MemberState.SUCCEEDED;
import static hero.deployer.refresh.MemberState.UNREACHABLE;
import static hero.deployer.refresh.MemberState.UPDATING;
import static hero.deployer.refresh.MemberState.VERIFYING;

/** How many members stand where. */
record Counts(
        long pending,
        long updating,
        long verifying,
        long succeeded,
        long skipped,
        long failed,
        long unreachable,
        long rolledBack,
        long cancelled) {

    static Counts of(Map<MemberState, Long> counts) {
        return new Counts(
                counts.getOrDefault(PENDING, 0L),
                counts.getOrDefault(UPDATING, 0L),
                counts.getOrDefault(VERIFYING, 0L),
                counts.getOrDefault(SUCCEEDED, 0L),
                counts.getOrDefault(SKIPPED, 0L),
                counts.getOrDefault(FAILED, 0L),
                counts.getOrDefault(UNREACHABLE, 0L),
                counts.getOrDefault(ROLLED_BACK, 0L),
                counts.getOrDefault(CANCELLED, 0L));
    }

    long total() {
        return pending + inFlight() + succeeded + skipped + failed + unreachable + rolledBack + cancelled;
    }

    long inFlight() {
        return updating + verifying;
    }

    /** Those that a person has to look at; one that the run itself brought back is none. */
    long failures(boolean back) {
        return failed + unreachable + (back ? 0 : rolledBack);
    }

    /** As the state of a called-off run makes it: what had not begun never will. */
    Counts calledOff() {
        return new Counts(
                0, updating, verifying, succeeded, skipped, failed, unreachable, rolledBack, cancelled + pending);
    }
}
