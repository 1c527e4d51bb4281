package hero.deployer.setup;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** Setups as other rooms need them. */
@ApplicationScoped
public class Setups {

    /** One immutable version of a setup. */
    public record SetupVersion(
            String name,
            int version,
            String provider,
            int slots,
            int cpu,
            int memoryMiB,
            int diskGiB,
            @Nullable String node,
            Map<String, String> environment) {}

    /** The newest version; fails with a 400 on the field {@code setup} for an unknown one. */
    public Uni<SetupVersion> newest(Tx tx, String name) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A version that exists. */
    public Uni<SetupVersion> version(Tx tx, String name, int version) {
        throw new UnsupportedOperationException("skeleton");
    }
}
