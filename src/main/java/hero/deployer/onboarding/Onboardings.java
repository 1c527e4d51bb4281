package hero.deployer.onboarding;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.OpenWork;
import hero.deployer.organization.Organizations.Organization;

/** The onboarding verbs that other rooms call. */
@ApplicationScoped
public class Onboardings implements OpenWork {

    /**
     * What to start.
     *
     * @param name and {@code email} are needed for someone who has no account yet
     * @param node the node's id, or null for the setup's choice
     * @param stopAfter {@code adding} or {@code provisioning}, or null to go all the way
     */
    public record StartOnboarding(
            @NotNull @Size(max = 63) String username,
            @Nullable @Size(max = 200) String name,
            @Nullable @Size(max = 254) String email,
            @Nullable @Size(max = 200) String node,

            @Schema(enumeration = {"adding", "provisioning"}) @Nullable @Size(max = 30)
            String stopAfter) {}

    private final Registration registration;
    private final Closing closing;
    private final OnboardingStore store;

    Onboardings(Registration registration, Closing closing, OnboardingStore store) {
        this.registration = registration;
        this.closing = closing;
        this.store = store;
    }

    /** The organization of a run, whatever became of it; empty where there is none of that id. */
    public Uni<Optional<String>> organizationOf(SqlClient client, String id) {
        return store.read(client, id)
                .map(found -> found.map(run -> run.onboarding().subject().organization()));
    }

    /** Registers the person and the instance, reserves its slots, opens the durable run: all in the caller's transaction. */
    public Uni<OnboardingView> start(
            SqlConnection tx, String actor, Organization organization, String role, StartOnboarding command) {
        return registration.start(tx, actor, organization, role, command);
    }

    /**
     * Ends every open onboarding of an instance that is to be removed; call it with the instance's row locked. A creation in flight may
     * still bring its machine: {@link #settles} says how long.
     */
    @Override
    public Uni<Void> cancelForRemoval(SqlConnection tx, String actor, String instance) {
        return closing.close(tx, actor, instance);
    }

    @Override
    public Uni<Map<String, List<String>>> openFor(SqlConnection tx, List<String> instances) {
        return closing.open(tx, instances);
    }

    @Override
    public Uni<Optional<Duration>> settles(SqlConnection tx, String instance) {
        return closing.settles(tx, instance);
    }
}
