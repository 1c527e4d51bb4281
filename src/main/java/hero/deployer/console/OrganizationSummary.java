package hero.deployer.console;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.InstanceTally;
import hero.deployer.onboarding.OnboardingView;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.refresh.Refreshes;

/**
 * An organization at a glance, as JSON.
 *
 * @param build what it stands on
 * @param currentBuild its channel's current one
 * @param roomFor how many more members fit
 * @param refresh the open one
 * @param onboarding the admin's, in the answer that made the organization
 */
record OrganizationSummary(
        String slug,
        String name,
        SetupRef setup,
        String channel,
        @Nullable String build,
        @Nullable String currentBuild,
        InstanceTally.Instances instances,
        List<InstanceTally.BuildCount> builds,
        long drifted,
        long outdated,
        long pinned,
        int roomFor,
        boolean removing,
        @JsonInclude(JsonInclude.Include.NON_NULL) Refreshes.@Nullable OpenRefresh refresh,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OnboardingView onboarding) {

    /** The setup's version it is made from. */
    record SetupRef(String name, int version) {}

    static OrganizationSummary of(
            Organization organization,
            @Nullable String currentBuild,
            InstanceTally tally,
            int roomFor,
            Refreshes.@Nullable OpenRefresh refresh) {
        return new OrganizationSummary(
                organization.slug(),
                organization.name(),
                new SetupRef(organization.setup(), organization.setupVersion()),
                organization.channel(),
                organization.build(),
                currentBuild,
                tally.instances(),
                tally.builds(),
                tally.drifted(),
                tally.outdated(currentBuild),
                tally.pinned(),
                roomFor,
                organization.removing(),
                refresh,
                null);
    }

    /** Just made: its one instance is not counted before the transaction commits. */
    OrganizationSummary madeWith(OnboardingView admin) {
        return new OrganizationSummary(
                slug,
                name,
                setup,
                channel,
                build,
                currentBuild,
                new InstanceTally.Instances(1, 0, 0, 0, 0, 0, 1),
                builds,
                drifted,
                outdated,
                pinned,
                roomFor,
                removing,
                refresh,
                admin);
    }

    /** The same for a repeat, without its secret. */
    OrganizationSummary withoutSecret() {
        return onboarding == null ? this : madeWith(onboarding.withoutSecret());
    }
}
