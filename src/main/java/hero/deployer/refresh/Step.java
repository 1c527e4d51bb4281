package hero.deployer.refresh;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One commit of a run: what came in, what shall start, and where to.
 *
 * @param seen the version of the run that this was thought out for, or -1 when it has not been looked at
 * @param starting instances to start, in their order
 * @param move the run's next move, made only if nobody changed the run meanwhile
 * @param halt why to stop it for a person, whatever else
 * @param tell whether it is time to tell of the run as a whole
 */
record Step(
        String run,
        long seen,
        List<Landing> landings,
        List<String> starting,
        Course move,
        @Nullable String halt,
        boolean tell) {

    boolean isEmpty() {
        return landings.isEmpty() && starting.isEmpty() && move == Course.REST && halt == null && !tell;
    }
}
