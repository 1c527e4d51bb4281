package hero.deployer.release;

import java.time.Instant;
import java.util.List;

/** A build as the API shows it. */
record BuildView(String version, String sha256, long size, String notes, Instant publishedAt, List<String> channels) {

    static BuildView of(BuildEntity build, List<String> channels) {
        return new BuildView(
                build.version,
                build.sha256,
                build.size,
                build.notes,
                build.publishedAt,
                channels.stream().sorted().toList());
    }
}
