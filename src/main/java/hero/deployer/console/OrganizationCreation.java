package hero.deployer.console;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.onboarding.OnboardingView;
import hero.deployer.onboarding.Onboardings;
import hero.deployer.onboarding.Onboardings.StartOnboarding;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;

/** Makes an organization with its admin instance on the way: both or neither. */
@ApplicationScoped
class OrganizationCreation {
    private final Organizations organizations;
    private final Onboardings onboardings;
    private final OrganizationSummaries summaries;

    OrganizationCreation(Organizations organizations, Onboardings onboardings, OrganizationSummaries summaries) {
        this.organizations = organizations;
        this.onboardings = onboardings;
        this.summaries = summaries;
    }

    Uni<OrganizationSummary> create(SqlConnection tx, String actor, CreateOrganization command) {
        var open = Tx.of(tx);
        return organizations
                .create(open, actor, command.slug(), command.name(), command.setup(), command.channel())
                .chain(made -> onboard(tx, actor, made, command.admin())
                        .chain(admin -> summaries.of(open, made).map(summary -> summary.madeWith(admin))));
    }

    private Uni<OnboardingView> onboard(
            SqlConnection tx, String actor, Organization made, CreateOrganization.AdminPerson admin) {
        var command = new StartOnboarding(admin.username(), admin.name(), admin.email(), null, null);
        return Uni.createFrom()
                .deferred(() -> onboardings.start(tx, actor, made, "admin", command))
                .onFailure(ProblemException.class)
                .transform(OrganizationCreation::ofAdmin);
    }

    /** A field at fault is one of the form's {@code admin}. */
    private static Throwable ofAdmin(Throwable thrown) {
        if (thrown instanceof ProblemException refused && refused.problem().errors() instanceof List<?> errors) {
            return ProblemException.badForm(errors.stream()
                    .map(error -> (Problem.FieldError) error)
                    .map(error -> new Problem.FieldError("admin." + error.field(), error.message()))
                    .toList());
        }
        return thrown;
    }
}
