package hero.deployer.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The whole agent, put together. */
final class Agent {
    private static final int MOST_ATTEMPTS = 3;

    private final AgentServer server;
    private final Conductor conductor;
    private final Thread thread;
    private final Duration stopWait;

    private Agent(AgentServer server, Conductor conductor, Thread thread, Duration stopWait) {
        this.server = server;
        this.conductor = conductor;
        this.thread = thread;
        this.stopWait = stopWait;
    }

    static Agent start(AgentConfig config) throws IOException {
        var data = config.data();
        var log = new StackLog(Disk.folder(data.resolve("logs")));
        Disk.folder(data.resolve("stack"));
        var artifacts = new ArtifactStore(data.resolve("artifacts"));
        var builds = new Builds(data.resolve("builds"), config.maxUnpackedBytes());
        var journal = Journal.open(data.resolve("state.json"), log);
        journal.record(Agent::resume);
        var wake = new Wake();
        var stack = new Stack(config, builds, log, wake);
        var conductor = new Conductor(config, journal, artifacts, builds, stack, log, wake);
        var intake = new Intake(journal, artifacts, wake);
        var server = AgentServer.start(config, new Routes(config, journal, artifacts, intake, stack, log), log);
        var thread = new Thread(null, conductor, "conductor", 512 << 10);
        thread.start();
        return new Agent(server, conductor, thread, config.timing().stopGrace().plusSeconds(12));
    }

    /** What a dead agent left open is begun again, but not for ever: it may be what killed it. */
    private static AgentState resume(AgentState state) {
        return state.changeOpen(operation -> operation.attempts() < MOST_ATTEMPTS
                ? operation.again()
                : operation.ended(Phase.FAILED, "the agent died " + operation.attempts() + " times during it"));
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Stops the stack, then itself. */
    void stop() {
        conductor.close();
        try {
            thread.join(stopWait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
