package hero.deployer.agent;

import java.io.IOException;

import hero.deployer.agent.protocol.InstallBuild;

/** Takes commands: decides by operation and fence, and promises nothing that is not on disk. */
final class Intake {
    private final Journal journal;
    private final ArtifactStore artifacts;
    private final Wake wake;

    Intake(Journal journal, ArtifactStore artifacts, Wake wake) {
        this.journal = journal;
        this.artifacts = artifacts;
        this.wake = wake;
    }

    /** @throws Refusal 409 {@code stale} or {@code artifact-missing} */
    void install(InstallBuild command) throws IOException {
        // what is taken on must not be collected before it is noted
        synchronized (artifacts) {
            journal.commit(state -> accept(state, command));
        }
        FailPoints.pass("accepted");
        wake.now();
    }

    private AgentState accept(AgentState state, InstallBuild command) {
        if (state.find(command.operation()).isPresent()) {
            return state;
        }
        if (command.fence() <= state.fence()) {
            throw Refusal.conflict(
                    "stale", "The fence " + command.fence() + " is not above " + state.fence() + ", the highest seen.");
        }
        if (!artifacts.has(command.sha256()) && command.mirror() == null) {
            throw Refusal.conflict(
                    "artifact-missing", "The artifact " + command.sha256() + " is not here and there is no mirror.");
        }
        return state.changeOpen(older -> older.cancel("superseded by operation " + command.operation()))
                .accept(command.fence(), Operation.accepted(command, System.currentTimeMillis()));
    }

    /** Lets the stack rest, whatever was under way. */
    void stop() throws IOException {
        journal.commit(state -> state.stopped(true).changeOpen(open -> open.cancel("the stack was stopped")));
        wake.now();
    }

    void start() throws IOException {
        journal.commit(state -> state.stopped(false));
        wake.now();
    }
}
