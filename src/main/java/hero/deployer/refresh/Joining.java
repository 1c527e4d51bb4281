package hero.deployer.refresh;

import org.jspecify.annotations.Nullable;

import hero.deployer.refresh.RefreshPlanner.Candidate;

/**
 * An instance that takes part from now on.
 *
 * @param back it goes to {@code from}, not to {@code to}
 */
record Joining(
        String instance,
        String person,
        String role,
        @Nullable String node,
        int wave,
        boolean back,
        @Nullable String from,
        String to) {

    static Joining forward(String build, Candidate one) {
        return of(one, false, one.from(), build);
    }

    /** It was set up on {@code build} and goes to {@code prior}. */
    static Joining back(String build, String prior, Candidate one) {
        return of(one, true, prior, build);
    }

    private static Joining of(Candidate one, boolean back, @Nullable String from, String to) {
        return new Joining(
                one.instance(), one.person(), one.role(), one.node(), RefreshPlanner.wave(one), back, from, to);
    }
}
