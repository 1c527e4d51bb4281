package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;

/** The part of an install that harms nobody: fetch, verify, unpack, on a thread of its own while the old stack runs. */
final class Preparation {
    private final InstallBuild command;
    private final Journal journal;
    private final ArtifactStore artifacts;
    private final Builds builds;
    private final Deadline deadline;
    private final Thread thread;
    private volatile boolean done;
    private volatile @Nullable String failure;

    private Preparation(
            InstallBuild command,
            Journal journal,
            ArtifactStore artifacts,
            Builds builds,
            Deadline deadline,
            Runnable wake) {
        this.command = command;
        this.journal = journal;
        this.artifacts = artifacts;
        this.builds = builds;
        this.deadline = deadline;
        this.thread = new Thread(null, () -> run(wake), "prepare", 512 << 10);
    }

    static Preparation start(
            InstallBuild command,
            Journal journal,
            ArtifactStore artifacts,
            Builds builds,
            Deadline deadline,
            Runnable wake) {
        var preparation = new Preparation(command, journal, artifacts, builds, deadline, wake);
        preparation.thread.setDaemon(true);
        preparation.thread.start();
        return preparation;
    }

    boolean isFor(String operation) {
        return command.operation().equals(operation);
    }

    boolean done() {
        return done;
    }

    /** Why it failed, or null; only when done. */
    @Nullable
    String failure() {
        return failure;
    }

    void cancel() {
        thread.interrupt();
    }

    private void run(Runnable wake) {
        try {
            prepare();
        } catch (InstallFailure e) {
            failure = e.getMessage();
        } catch (InterruptedException | CancellationException e) {
            failure = "it was called off, or its deadline passed";
        } catch (InvalidPathException e) {
            failure = "the archive holds a file name that cannot be written here";
        } catch (IOException e) {
            failure = "the artifact could not be prepared: " + e.getMessage();
        } catch (RuntimeException e) {
            failure = "a bug of the agent: " + e;
        } finally {
            done = true;
            wake.run();
        }
    }

    private void prepare() throws IOException, InstallFailure, InterruptedException {
        if (!artifacts.has(command.sha256())) {
            fetch();
        }
        FailPoints.pass("fetched");
        if (!journal.advance(command.operation(), Phase.VERIFYING)) {
            return;
        }
        if (builds.has(command.sha256())) {
            return;
        }
        var artifact = artifacts.file(command.sha256());
        if (Files.size(artifact) != command.size() || !artifacts.verify(command.sha256())) {
            artifacts.delete(command.sha256());
            throw new InstallFailure("the artifact is not what was announced: its size or its hash differs");
        }
        FailPoints.pass("verified");
        journal.progress(command.operation(), 30);
        builds.unpack(command.sha256(), artifact);
        FailPoints.pass("unpacked");
    }

    private void fetch() throws IOException, InstallFailure {
        var mirror = command.mirror();
        if (mirror == null) {
            throw new InstallFailure("the artifact is no longer here");
        }
        try {
            new MirrorFetch(artifacts).fetch(mirror, command.sha256(), command.size(), this::fetched);
        } catch (WrongHashException e) {
            throw new InstallFailure("the mirror's artifact has another hash");
        }
    }

    private void fetched(long bytes) {
        if (deadline.passed() || !journal.runs(command.operation())) {
            throw new CancellationException();
        }
        journal.progress(command.operation(), (int) (bytes * 99 / command.size()));
    }
}
