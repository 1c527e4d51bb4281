package hero.deployer.onboarding;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.release.Releases;

/** Whether a build that was asked for may be installed on an instance. */
@ApplicationScoped
class AskedBuilds {
    private final Releases releases;
    private final Instances instances;

    AskedBuilds(Releases releases, Instances instances) {
        this.releases = releases;
        this.instances = instances;
    }

    /** Fails with 422 {@code unknown-build}, or with 409 {@code pinned} where a pin keeps the instance on another one. */
    Uni<Void> check(SqlConnection connection, String instance, @Nullable String build) {
        if (build == null) {
            return Uni.createFrom().voidItem();
        }
        var tx = Tx.of(connection);
        return releases.build(tx, build)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.of(
                        422, "unknown-build", "Unknown build", "build: there is no build " + build + "."))
                .chain(() -> instances.pinnedBuild(tx, instance))
                .invoke(pinned -> refuseUnless(pinned, instance, build))
                .replaceWithVoid();
    }

    private static void refuseUnless(Optional<String> pinned, String instance, String build) {
        if (pinned.isPresent() && !pinned.get().equals(build)) {
            throw ProblemException.conflict(
                    "pinned",
                    "Pinned",
                    instance + " is pinned to build " + pinned.get() + "; unpin it first, or install that one.");
        }
    }
}
