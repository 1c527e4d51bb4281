package hero.deployer.agent;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;

/**
 * The one thread that starts and stops the stack, so that an install, a crash, a stop and a shutdown never meet. It rests between two
 * looks and is woken when there is something to do.
 */
final class Conductor implements Runnable {
    private static final Duration PREPARATION_LOOK = Duration.ofMillis(200);

    private final AgentConfig config;
    private final Journal journal;
    private final ArtifactStore artifacts;
    private final Builds builds;
    private final Stack stack;
    private final Swap swap;
    private final StackLog log;
    private final Wake wake;
    private final Clocked clock;
    private @Nullable Preparation preparation;

    Conductor(
            AgentConfig config,
            Journal journal,
            ArtifactStore artifacts,
            Builds builds,
            Stack stack,
            StackLog log,
            Wake wake) {
        this.config = config;
        this.journal = journal;
        this.artifacts = artifacts;
        this.builds = builds;
        this.stack = stack;
        this.log = log;
        this.wake = wake;
        this.clock = new Clocked();
        this.swap = new Swap(config, journal, stack, log, wake);
    }

    void close() {
        wake.close();
    }

    @Override
    public void run() {
        stack.stop();
        collect();
        while (!wake.closing()) {
            try {
                tick();
                rest();
            } catch (ClosingException e) {
                log.line("ends; what is under way is begun again at the next start");
            } catch (RuntimeException e) {
                log.line("a bug of the agent: " + e);
                wake.pause(config.timing().probeEvery());
            }
        }
        if (preparation != null) {
            preparation.cancel();
        }
        stack.stop();
    }

    private void rest() {
        if (preparation != null) {
            wake.pause(PREPARATION_LOOK);
        } else if (journal.state().open().isEmpty()) {
            wake.pause(config.timing().probeEvery());
        }
    }

    private void tick() {
        journal.flush();
        dropCancelled();
        var open = journal.state().open();
        if (open.isPresent() && open.get().command() != null) {
            advance(open.get(), open.get().command());
        }
        supervise();
    }

    /** An operation that was called off before it touched the stack just ends. */
    private void dropCancelled() {
        if (preparation != null
                && journal.state()
                        .open()
                        .map(Operation::id)
                        .filter(preparation::isFor)
                        .isEmpty()) {
            preparation.cancel();
            // as long as it runs it holds the disk, and nothing else begins
            preparation = preparation.done() ? null : preparation;
        }
        journal.state().operations().stream()
                .filter(each -> !each.phase().ended() && each.cancelled() != null)
                .forEach(each ->
                        journal.record(now -> now.change(each.id(), it -> it.ended(Phase.FAILED, it.cancelled()))));
    }

    private void advance(Operation operation, InstallBuild command) {
        var deadline = clock.deadline(operation, command);
        if (preparation == null) {
            log.line("installs build " + command.version() + ", operation " + operation.id());
            preparation = Preparation.start(command, journal, artifacts, builds, deadline, wake::now);
        }
        if (!preparation.isFor(operation.id()) || !preparation.done()) {
            if (deadline.passed()) {
                preparation.cancel();
                end(operation, "the deadline passed before the build was prepared");
            }
            return;
        }
        var prepared = preparation;
        preparation = null;
        if (prepared.failure() != null) {
            end(operation, prepared.failure());
        } else {
            swap.run(operation.id(), Deployed.of(command), deadline);
        }
        collect();
    }

    private void end(Operation operation, @Nullable String why) {
        log.line("operation " + operation.id() + " failed: " + why);
        journal.record(now -> now.change(operation.id(), it -> it.phase().ended() ? it : it.ended(Phase.FAILED, why)));
    }

    private void supervise() {
        var state = journal.state();
        var build = state.current();
        if (build != null && !state.stopped()) {
            stack.supervise(build);
            return;
        }
        if (stack.running()) {
            stack.stop();
        }
        boolean idle = build == null
                && state.operations().stream().noneMatch(each -> each.phase().ended());
        stack.show(idle || state.open().isPresent() ? Status.STARTING : Status.FAILED, version(build));
    }

    private static @Nullable String version(@Nullable Deployed build) {
        return build == null ? null : build.version();
    }

    private void collect() {
        try {
            new Garbage(journal, artifacts, builds).collect();
        } catch (IOException e) {
            log.line("what is no longer needed could not be deleted: " + e.getMessage());
        }
    }
}
