package hero.deployer.refresh;

import hero.deployer.refresh.RefreshState.Cancelled;
import hero.deployer.refresh.RefreshState.Failed;
import hero.deployer.refresh.RefreshState.Halted;
import hero.deployer.refresh.RefreshState.Paused;
import hero.deployer.refresh.RefreshState.Planned;
import hero.deployer.refresh.RefreshState.RolledBack;
import hero.deployer.refresh.RefreshState.RollingBack;
import hero.deployer.refresh.RefreshState.Running;
import hero.deployer.refresh.RefreshState.Succeeded;

/** What a run does next when nothing is under way. Pure. */
enum Course {
    /** Begin. */
    BEGIN,
    /** Start members that wait. */
    START,
    /** From now on the wave's instances must stay healthy for a while. */
    BAKE,
    /** They are being watched. */
    WATCH,
    /** The canary is fine: the organization stands on the new build. */
    PASS_CANARY,
    /** See who joined meanwhile, then the admin instance. */
    ON_TO_ADMIN,
    /** See who joined meanwhile, then end. */
    CLOSE,
    /** End a rollback. */
    CLOSE_BACK,
    /** Nothing: somebody else's move, or the end. */
    REST;

    /**
     * How the present wave stands.
     *
     * @param waiting members of it, or of one before, have not started
     * @param toBake instances of it were brought to the build and have not been watched
     * @param baked the watching is over and everyone stayed healthy, or was taken out
     */
    record Wave(boolean waiting, boolean toBake, boolean baked) {}

    static Course next(Refresh run, Wave wave) {
        return switch (run.state()) {
            case Planned planned -> BEGIN;
            case Running running -> forward(run, wave);
            case RollingBack rolling -> wave.waiting ? START : CLOSE_BACK;
            case Paused paused -> REST;
            case Halted halted -> REST;
            case Succeeded ended -> REST;
            case Failed ended -> REST;
            case Cancelled ended -> REST;
            case RolledBack ended -> REST;
        };
    }

    private static Course forward(Refresh run, Wave wave) {
        if (wave.waiting) {
            return START;
        }
        int at = run.progress().wave();
        if (at == RefreshPlanner.MEMBERS) {
            return ON_TO_ADMIN;
        }
        if (wave.toBake && !wave.baked && run.strategy().bakeSeconds() > 0) {
            return run.progress().bakeUntil() == null ? BAKE : WATCH;
        }
        return at == RefreshPlanner.CANARY ? PASS_CANARY : CLOSE;
    }
}
