package hero.deployer.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.archive.ArchiveException;
import hero.deployer.base.ProblemException;

/** The refusals of this room, each with its stable type. */
final class Refusals {
    private Refusals() {}

    static ProblemException tooLarge(long limit) {
        return ProblemException.of(
                413, "too-large", "Too large", "An artifact may have " + limit + " bytes at the most.");
    }

    static ProblemException tooSlow() {
        return ProblemException.of(
                408, "too-slow", "Too slow", "The artifact did not arrive in time. Nothing was kept; send it again.");
    }

    static ProblemException cutOff() {
        return ProblemException.of(
                400, "cut-off", "Cut off", "The artifact ended before it was whole. Nothing was kept; send it again.");
    }

    static ProblemException busy() {
        return ProblemException.of(
                503, "busy", "Busy", "As many artifacts as we take at once are under way. Try again in a minute.");
    }

    static ProblemException lostMeanwhile() {
        return ProblemException.of(
                503, "artifact-lost", "Artifact lost", "The artifact is no longer in the store. Send it again.");
    }

    static ProblemException wrongHash(String actual) {
        return ProblemException.of(
                422, "wrong-hash", "Wrong hash", "sha256: the artifact's is " + actual + ". Nothing was kept.");
    }

    static ProblemException badArtifact(ArchiveException fault) {
        var refusal = ProblemException.of(
                422, "bad-artifact", "Not an artifact", "The artifact " + fault.getMessage() + ". Nothing was kept.");
        return fault.entry() == null ? refusal : refusal.with("entry", fault.entry());
    }

    static ProblemException unreachable(String why) {
        return ProblemException.of(
                422, "artifact-unreachable", "Artifact not reachable", "artifactUrl: " + why + " Nothing was kept.");
    }

    static ProblemException versionTaken(String version) {
        return ProblemException.conflict(
                "version-taken",
                "Version taken",
                "Build " + version + " exists with another artifact. A build is never changed; publish a new version.");
    }

    /** A failure of the disk, as a problem: full is 507, anything else stays what it was. */
    static Throwable ofDisk(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io && isFull(io)) {
                return ProblemException.of(
                        507,
                        "storage-full",
                        "Storage full",
                        "The disk that holds the artifacts is full. Nothing was kept; free some room and send it again.");
            }
        }
        return failure;
    }

    private static boolean isFull(IOException io) {
        String reason = io instanceof FileSystemException fs ? fs.getReason() : io.getMessage();
        String words = String.valueOf(reason).toLowerCase(Locale.ROOT);
        return words.contains("no space left")
                || words.contains("quota exceeded")
                || words.contains("not enough space");
    }
}
