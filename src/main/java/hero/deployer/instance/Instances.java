package hero.deployer.instance;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.provider.Machine;

/** Instances as the processes need them. Every change appends the event {@code instance.state} with the whole present state. */
@ApplicationScoped
public class Instances {

    /** An instance, desired and observed. */
    public record InstanceRow(
            String id,
            String organization,
            String setup,
            int setupVersion,
            String role,
            String person,
            @Nullable String node,
            InstanceState state,
            Health health,
            @Nullable String build,
            @Nullable String desiredBuild,
            @Nullable String agentAddress,
            @Nullable String cockpitAddress,
            int generation,
            long fence) {}

    /**
     * Registers an instance {@code o<organization number>m<member number>}.
     *
     * @throws hero.deployer.base.ProblemException 409 {@code person-taken} when the person already has an instance there
     */
    public Uni<InstanceRow> register(Tx tx, Organization organization, String person, String role) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** 404 when there is none. */
    public Uni<InstanceRow> get(Tx tx, String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The same with the row locked until the transaction ends. */
    public Uni<InstanceRow> lock(Tx tx, String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    public Uni<List<InstanceRow>> ofOrganization(Tx tx, String organization) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** How many instances a person has, anywhere. */
    public Uni<Long> countOfPerson(Tx tx, String person) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Moves it to a state; a move that changes nothing writes nothing. */
    public Uni<Void> move(Tx tx, String id, InstanceState to) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Its node was chosen. */
    public Uni<Void> placed(Tx tx, String id, String node) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Its machine answers at these addresses. */
    public Uni<Void> provisioned(Tx tx, String id, Machine machine) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Decides its build and takes the next fence for the agent: the number to send with the install. */
    public Uni<Long> decideBuild(Tx tx, String id, String build) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** What a probe or an install saw; writes and publishes only a change of health or build. {@code seen} marks an answer. */
    public Uni<Void> observed(Tx tx, String id, Health health, @Nullable String build, boolean seen) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Deletes the row and publishes {@code instance.removed}. */
    public Uni<Void> delete(Tx tx, String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The public address of its cockpit, {@code http://<username>--<org>.<domain>/}. */
    public String cockpitUrl(String organization, String person) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** What the gateway needs of a host's label pair; null when there is no such instance. */
    public Uni<@Nullable InstanceRow> ofPerson(String organization, String person) {
        throw new UnsupportedOperationException("skeleton");
    }
}
