package hero.deployer.onboarding;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.organization.Organizations.Organization;

/** The onboarding verbs that other rooms call. */
@ApplicationScoped
public class Onboardings {

    /** What to start. */
    public record StartOnboarding(
            String username,
            @Nullable String name,
            @Nullable String email,
            @Nullable String node,
            @Nullable String stopAfter) {}

    /** Registers the person and the instance, reserves its slots, opens the durable run: all in the caller's transaction. */
    public Uni<OnboardingView> start(
            SqlConnection tx, String actor, Organization organization, String role, StartOnboarding command) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Ends every open onboarding of an instance that is to be removed. */
    public Uni<Void> cancelForRemoval(SqlConnection tx, String actor, String instance) {
        throw new UnsupportedOperationException("skeleton");
    }
}
