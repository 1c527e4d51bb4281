package hero.deployer.console;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** How much of a list is asked for. */
final class Paging {
    static final int DEFAULT = 100;
    static final int MAX = 500;

    private Paging() {}

    /** @throws ProblemException 400 for a limit outside 1 to 500 */
    static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT;
        }
        if (asked < 1 || asked > MAX) {
            throw ProblemException.badField("limit", "must be 1 to " + MAX);
        }
        return asked;
    }
}
