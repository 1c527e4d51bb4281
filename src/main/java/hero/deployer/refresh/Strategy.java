package hero.deployer.refresh;

/**
 * How careful a run is, as it was asked for.
 *
 * @param canary how many go first
 * @param maxParallel how many are under way at once
 * @param maxFailures how many may fail before nothing new starts
 * @param bakeSeconds how long instances must stay healthy, after the canary and at the end
 * @param autoRollback go back by itself instead of halting
 * @param memberDeadlineSeconds how long one instance may take
 */
record Strategy(
        Share canary,
        Share maxParallel,
        Share maxFailures,
        int bakeSeconds,
        boolean autoRollback,
        int memberDeadlineSeconds) {

    /** The shares in numbers, of how many there are to do. */
    record Resolved(int canary, int parallel, int failures) {}

    Resolved resolve(int toDo) {
        return new Resolved(Math.min(canary.up(toDo), toDo), Math.max(1, maxParallel.up(toDo)), maxFailures.down(toDo));
    }
}
