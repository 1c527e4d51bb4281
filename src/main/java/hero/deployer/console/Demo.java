package hero.deployer.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.release.Releases;
import hero.deployer.setup.Setups;
import hero.deployer.setup.Setups.SetupVersion;

/** What a newcomer tries the deployer with; made once and never again, whatever becomes of it. */
@ApplicationScoped
class Demo {
    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final String STABLE = "stable";
    private static final String BETA = "beta";

    private record DemoBuild(String channel, String version, String notes) {}

    private static final List<DemoBuild> BUILDS = List.of(
            new DemoBuild(STABLE, "1.0.0", "The first demo stack"),
            new DemoBuild(STABLE, "1.1.0", "The demo stack, one step on"),
            new DemoBuild(BETA, "1.2.0-broken", "Never gets healthy: to see an install fail"));

    /** The default member: 2 slots, 8 GB. */
    private static final SetupVersion BASIC = new SetupVersion("basic", 1, "local", 2, 2, 8192, 8, null, Map.of());

    private final Pool pool;
    private final Releases releases;
    private final Setups setups;

    Demo(Pool pool, Releases releases, Setups setups) {
        this.pool = pool;
        this.releases = releases;
        this.setups = setups;
    }

    Uni<Void> make(Path folder) {
        var made = releases.addChannel(STABLE)
                .chain(() -> releases.addChannel(BETA))
                .replaceWithVoid();
        for (var build : BUILDS) {
            made = made.chain(() -> publish(folder, build));
        }
        return made.chain(() -> pool.withTransaction(tx -> setups.add(Tx.of(tx), BASIC)))
                .replaceWithVoid();
    }

    private Uni<Void> publish(Path folder, DemoBuild build) {
        var file = folder.resolve("demo-" + build.version() + ".tar.gz");
        if (!Files.isReadable(file)) {
            LOG.warnf("The demo build %s is not at %s: it is left out", build.version(), file);
            return Uni.createFrom().voidItem();
        }
        return releases.publishFile(build.channel(), build.version(), build.notes(), file)
                .chain(isNew -> isNew && build.channel().equals(STABLE)
                        ? releases.moveCurrent(STABLE, build.version())
                        : Uni.createFrom().voidItem());
    }
}
