package hero.deployer.instance;

import org.jspecify.annotations.Nullable;

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
        long fence) {

    /** It has a machine whose agent was there before, whatever is being installed on it now. */
    public boolean isExpectedToAnswer() {
        return agentAddress != null
                && switch (state) {
                    case PROVISIONED, INSTALLING, READY, FAILED -> true;
                    case REGISTERED, PROVISIONING, REMOVING -> false;
                };
    }

    /** The same as it was seen by now. */
    public InstanceRow seen(Health nowHealth, @Nullable String nowBuild) {
        return new InstanceRow(
                id,
                organization,
                setup,
                setupVersion,
                role,
                person,
                node,
                state,
                nowHealth,
                nowBuild,
                desiredBuild,
                agentAddress,
                cockpitAddress,
                generation,
                fence);
    }
}
