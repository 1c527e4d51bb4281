package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Unpacked builds, one folder for each artifact: a folder that bears a hash is whole. */
final class Builds {
    private static final String TEMPORARY = ".unpacking-";

    private final Path folder;
    private final long mostUnpacked;

    Builds(Path folder, long mostUnpacked) throws IOException {
        this.folder = Disk.folder(folder);
        this.mostUnpacked = mostUnpacked;
    }

    Path folder(String sha256) {
        return folder.resolve(sha256);
    }

    boolean has(String sha256) {
        return Files.isDirectory(folder(sha256));
    }

    /** Unpacks the artifact beside the others and gives it its name when it is whole and can be run. */
    void unpack(String sha256, Path artifact) throws IOException, InstallFailure, InterruptedException {
        var temporary = folder.resolve(TEMPORARY + sha256);
        Disk.delete(temporary);
        Files.createDirectory(temporary);
        try (var in = Files.newInputStream(artifact)) {
            Unpacker.unpack(in, Files.size(artifact), temporary, mostUnpacked);
            FailPoints.pass("unpacking");
            Disk.move(temporary, folder(sha256));
        } finally {
            Disk.delete(temporary);
        }
    }

    /** Deletes all but these. */
    void collect(Set<String> needed) throws IOException {
        for (var each : Disk.list(folder)) {
            if (!needed.contains(each.getFileName().toString())) {
                Disk.delete(each);
            }
        }
    }
}
