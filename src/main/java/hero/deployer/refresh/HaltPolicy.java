package hero.deployer.refresh;

/**
 * When a run has seen enough. Pure.
 *
 * @param bound how many may fail, be unreachable or be rolled back by their agent
 */
record HaltPolicy(int bound) {

    /** What follows from so many failures. */
    enum Verdict {
        GO_ON,
        HALT,
        ROLL_BACK
    }

    Verdict judge(long failures, boolean autoRollback) {
        if (failures <= bound) {
            return Verdict.GO_ON;
        }
        return autoRollback ? Verdict.ROLL_BACK : Verdict.HALT;
    }

    /** Why it was stopped, for a person. */
    String reason(long failures, long total) {
        return failures + " of " + total + " instances failed, more than the " + bound + " that may fail.";
    }
}
