package hero.deployer.refresh;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.release.Releases;
import hero.deployer.release.Releases.Build;
import hero.deployer.setup.Setups;

/** What one turn brings to its members, looked up once for all of them. Lives on the turn's event loop. */
final class Cargo {
    private final Pool pool;
    private final Releases releases;
    private final Setups setups;
    private final Map<String, Uni<Build>> builds = new HashMap<>();
    private final Map<String, Uni<Path>> files = new HashMap<>();
    private final Map<String, Uni<Map<String, String>>> environments = new HashMap<>();

    Cargo(Pool pool, Releases releases, Setups setups) {
        this.pool = pool;
        this.releases = releases;
        this.setups = setups;
    }

    Uni<Build> build(String version) {
        return builds.computeIfAbsent(
                version,
                key -> once(builds, key, releases.build(Tx.of(pool), key).map(found -> known(found, key))));
    }

    private static Build known(@Nullable Build found, String version) {
        if (found == null) {
            throw new FailureException(new Failure(
                    FailureKind.REFUSED,
                    "unknown-build",
                    "There is no build " + version + " any more.",
                    "Refresh to another build."));
        }
        return found;
    }

    /** A file with its artifact. */
    Uni<Path> file(Build build) {
        return files.computeIfAbsent(build.version(), key -> once(files, key, releases.artifact(build)));
    }

    /** The environment of the setup's version that an instance is made from. */
    Uni<Map<String, String>> environment(InstanceRow row) {
        return environments.computeIfAbsent(
                row.setup() + "/" + row.setupVersion(),
                key -> once(
                        environments,
                        key,
                        setups.version(Tx.of(pool), row.setup(), row.setupVersion())
                                .map(Setups.SetupVersion::environment)));
    }

    /** Asked once; again only after it failed. */
    private static <T> Uni<T> once(Map<String, Uni<T>> kept, String key, Uni<T> asking) {
        return asking.onFailure().invoke(failed -> kept.remove(key)).memoize().indefinitely();
    }
}
