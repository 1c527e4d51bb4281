package hero.deployer.node;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.setup.Setups.SetupVersion;

/** Who holds which slots: reserved → used → freed only when the machine was found gone. */
@ApplicationScoped
public class Ledger {

    /**
     * Takes the slots for one instance on the asked node, the setup's, or the one with the most room, atomically (the node's row is locked);
     * a repeat for the same instance answers the same node.
     *
     * @param node the node's id, or null for the setup's choice
     * @return the node's id
     * @throws hero.deployer.base.ProblemException 409 {@code node-full}, {@code node-offline} or {@code node-maintenance}, with {@code node}
     *     and {@code roomFor}; 400 on the field {@code node} for an unknown one
     */
    public Uni<String> reserve(Tx tx, String instance, SetupVersion setup, @Nullable String node) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Checks that {@code count} more fit, without taking them; the same refusals. */
    public Uni<Void> check(Tx tx, SetupVersion setup, @Nullable String node, int count) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The machine exists: its slots are used. */
    public Uni<Void> used(Tx tx, String instance) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The machine was found gone, or was never asked for: its slots are free. */
    public Uni<Void> free(Tx tx, String instance) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** How many more members of this setup fit, over all its provider's online nodes (or the setup's one node). */
    public Uni<Integer> roomFor(Tx tx, SetupVersion setup) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code provider} and provider's name of a node. */
    public record Place(String id, String provider, String name) {}

    public Uni<Place> place(Tx tx, String node) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Instances that hold slots. */
    public Uni<List<String>> holders(Tx tx) {
        throw new UnsupportedOperationException("skeleton");
    }
}
