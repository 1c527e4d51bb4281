package hero.deployer.health;

/** How many probes are due: as many an interval as there are targets, spread evenly, never a burst after a pause. Pure. */
final class Pace {
    private final long intervalNanos;
    private long at;
    private double due;

    Pace(long intervalNanos, long now) {
        this.intervalNanos = intervalNanos;
        this.at = now;
    }

    /**
     * Those due by {@code now}, which then count as begun.
     *
     * @param targets how many there are
     * @param most what there is room for; what does not fit stays due
     */
    int take(long now, int targets, int most) {
        due = Math.min(targets, due + (double) (now - at) * targets / intervalNanos);
        at = now;
        int taken = (int) Math.min(most, due);
        due -= taken;
        return Math.max(0, taken);
    }
}
