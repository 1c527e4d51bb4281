package hero.deployer.agent;

/** What the agent says of its stack. */
enum Status {
    STARTING("starting"),
    HEALTHY("healthy"),
    DEGRADED("degraded"),
    FAILED("failed");

    /** So many crashes in a row are no accident any more. */
    static final int CRASH_LOOP = 3;

    private final String wire;

    Status(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }

    /**
     * The truth about a stack that shall run.
     *
     * @param alive whether its process is there
     * @param ready whether it just answered 200
     * @param wasReady whether it did before, in this run
     * @param settled whether it has been up long enough for everything to be judged
     * @param crashes how often in a row it ended without having settled
     */
    static Status of(boolean alive, boolean ready, boolean wasReady, boolean settled, int crashes) {
        if (!alive) {
            return crashes < CRASH_LOOP ? DEGRADED : FAILED;
        }
        if (ready) {
            return crashes < CRASH_LOOP || settled ? HEALTHY : DEGRADED;
        }
        if (wasReady) {
            return DEGRADED;
        }
        if (settled) {
            return FAILED;
        }
        return crashes == 0 ? STARTING : DEGRADED;
    }
}
