package hero.deployer.onboarding;

import java.util.EnumMap;
import java.util.Map;

/** The state of every stage. */
record Stages(Map<Stage, StageState> all) {
    Stages {
        all = Map.copyOf(all);
    }

    /** All pending within {@code first..last}, all others skipped. */
    static Stages of(Stage first, Stage last) {
        var all = new EnumMap<Stage, StageState>(Stage.class);
        for (var stage : Stage.values()) {
            boolean within = stage.compareTo(first) >= 0 && stage.compareTo(last) <= 0;
            all.put(stage, within ? new StageState.Pending() : new StageState.Skipped());
        }
        return new Stages(all);
    }

    StageState get(Stage stage) {
        var state = all.get(stage);
        if (state == null) {
            throw new IllegalStateException("no state for " + stage.wire());
        }
        return state;
    }

    Stages with(Stage stage, StageState state) {
        var changed = new EnumMap<Stage, StageState>(all);
        changed.put(stage, state);
        return new Stages(changed);
    }

    /** What never ran will not: for a run that is called off. */
    Stages withoutPending() {
        var changed = new EnumMap<Stage, StageState>(all);
        changed.replaceAll((stage, state) -> state instanceof StageState.Pending pending ? pending.skip() : state);
        return new Stages(changed);
    }

    /** Whether the stage belongs to this run and was begun. */
    boolean begun(Stage stage) {
        return !(get(stage) instanceof StageState.Pending) && !(get(stage) instanceof StageState.Skipped);
    }

    /** The stage to show: the one at work or failed, else the last that succeeded, else the first to come. */
    Stage current() {
        var shown = Stage.ADDING;
        for (var stage : Stage.values()) {
            var state = get(stage);
            if (state instanceof StageState.Running || state instanceof StageState.Failed) {
                return stage;
            }
            if (state instanceof StageState.Succeeded) {
                shown = stage;
            }
        }
        return shown;
    }
}
