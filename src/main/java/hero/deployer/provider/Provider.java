package hero.deployer.provider;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

/**
 * Holds machines for us.
 *
 * <p>The contract, which the conformance suite checks on every provider:
 *
 * <ul>
 *   <li>Names are ours and unique; {@link #create} of a name that exists adopts it and answers it: a repeat never makes a second machine.
 *   <li>{@link #find} of an unknown name is empty, never a failure; {@link #destroy} of an unknown name succeeds.
 *   <li>Every call ends within its deadline. One that fails with a {@link hero.deployer.base.FailureException} of kind {@code TRANSIENT}
 *       leaves the outcome <em>unknown</em>: look it up with {@link #find} before deciding. {@code CAPACITY} and {@code REFUSED} mean that
 *       nothing was made.
 *   <li>Nothing blocks the caller's event loop; answers may come on any thread.
 *   <li>It shows and lists only what this deployer made, where others use the same account.
 * </ul>
 */
public interface Provider {
    Duration NODES_DEADLINE = Duration.ofSeconds(5);
    Duration CREATE_DEADLINE = Duration.ofSeconds(60);
    Duration FIND_DEADLINE = Duration.ofSeconds(10);
    Duration DESTROY_DEADLINE = Duration.ofSeconds(60);
    Duration CONTRACTS_DEADLINE = Duration.ofSeconds(10);

    /** The name setups refer to, such as {@code local}. */
    String name();

    /** The nodes there are now, with their whole size and whether they answer. Deadline 5 s. */
    Uni<List<ProviderNode>> nodes();

    /** Makes and starts the machine with its agent, or adopts the one of that name. Deadline 60 s. */
    Uni<Machine> create(MachineSpec spec);

    /** Looks a machine up; also brings its agent back where the provider can (a process that died). Deadline 10 s. */
    Uni<Optional<Machine>> find(String name);

    /** Stops the machine and gives up its contract and its disk; succeeds only when it is gone. Deadline 60 s. */
    Uni<Void> destroy(String name);

    /**
     * Whether this provider's machines may be at {@code address}: asked of the address that a connection really has, so that no answer, name
     * or redirect leads us to this machine's own services or to a cloud's metadata.
     */
    default boolean mayBeAt(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    /** Every machine we hold there, running or not: what we pay for. Deadline 10 s. */
    Uni<List<Contract>> contracts();
}
