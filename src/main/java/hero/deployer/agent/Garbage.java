package hero.deployer.agent;

import java.io.IOException;
import java.util.HashSet;

/** Keeps the current and the previous build, and what an open operation is about to need; deletes the rest. */
final class Garbage {
    private final Journal journal;
    private final ArtifactStore artifacts;
    private final Builds builds;

    Garbage(Journal journal, ArtifactStore artifacts, Builds builds) {
        this.journal = journal;
        this.artifacts = artifacts;
        this.builds = builds;
    }

    void collect() throws IOException {
        // a command on its way in must not lose its artifact
        synchronized (artifacts) {
            collectUnneeded();
        }
    }

    private void collectUnneeded() throws IOException {
        var needed = new HashSet<String>();
        var state = journal.state();
        if (state.current() != null) {
            needed.add(state.current().sha256());
        }
        if (state.previous() != null) {
            needed.add(state.previous().sha256());
        }
        for (var operation : state.operations()) {
            if (operation.command() != null) {
                needed.add(operation.command().sha256());
            }
        }
        builds.collect(needed);
        artifacts.collect(needed);
    }
}
