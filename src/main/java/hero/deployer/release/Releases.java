package hero.deployer.release;

import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** Builds and channels as other rooms need them. */
@ApplicationScoped
public class Releases {

    /** What an agent must be told of a build. */
    public record Build(String version, String sha256, long size) {}

    /** The channel's current build, or null while it has none; fails with a 400 on the field {@code channel} for an unknown channel. */
    public Uni<@Nullable String> currentBuild(Tx tx, String channel) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A build, or null. */
    public Uni<@Nullable Build> build(Tx tx, String version) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * A whole, hash-checked file with the artifact, to stream from. Fails with a transient {@link hero.deployer.base.FailureException} when
     * it is not at hand.
     */
    public Uni<Path> artifact(Build build) {
        throw new UnsupportedOperationException("skeleton");
    }
}
