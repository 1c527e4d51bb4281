package hero.deployer.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps a second deployer out of a data folder whose database is embedded: both would start it, and the first to end would stop it for both.
 * The lock is the process's own, so that a killed one leaves none.
 */
final class FolderLock {
    private static final String FILE = "deployer.lock";

    /** A channel that nobody holds is closed by the collector, and its lock with it. */
    private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

    private FolderLock() {}

    /**
     * Takes the folder for as long as this process lives.
     *
     * @return why not; empty: it is ours
     */
    @SuppressWarnings("MustBeClosedChecker") // the lock goes with the channel, and both with the process
    static Optional<SettingFault> take(Path data) throws IOException {
        var channel = FileChannel.open(
                data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.of(taken(data));
        }
        HELD.add(channel);
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        channel.force(false);
        return Optional.empty();
    }

    /** Whether another deployer has the folder. Changes nothing. */
    static Optional<SettingFault> look(Path data) throws IOException {
        var file = data.resolve(FILE);
        if (!Files.isWritable(file)) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null ? Optional.of(taken(data)) : Optional.empty();
        }
    }

    private static SettingFault taken(Path data) throws IOException {
        var owner = SettingFault.plain(Files.readString(data.resolve(FILE)), 10);
        return new SettingFault(
                "DEPLOYER_DATA",
                data.toString(),
                "another running deployer uses this folder (process " + owner + ").",
                "Stop that one, or name another folder.");
    }
}
