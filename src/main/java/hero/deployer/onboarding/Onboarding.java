package hero.deployer.onboarding;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One durable run.
 *
 * @param version grows with every change: a turn that looked at an older one changes nothing
 * @param by who started it
 * @param made what it made that was not there before, and so gives back when cancelled
 */
record Onboarding(
        String id,
        long version,
        Subject subject,
        OnboardingState state,
        Made made,
        Effects effects,
        String by,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /**
     * Whom and what it is about.
     *
     * @param organizationNumber tells an organization from a later one of the same slug
     * @param role of the instance
     * @param node the asked node, or null for the setup's choice
     * @param build the build asked for, for this instance alone, or null for the organization's
     */
    record Subject(
            String organization,
            long organizationNumber,
            String instance,
            String person,
            String role,
            @Nullable String node,
            @Nullable String build) {
        Subject onBuild(@Nullable String asked) {
            return new Subject(organization, organizationNumber, instance, person, role, node, asked);
        }
    }

    /**
     * What this run made.
     *
     * @param instance it registered the instance
     * @param account it made the person's account
     * @param machine the instance had none before: one that it had holds what a person made there, and no run but a removal gives it back
     * @param priorState the instance's state before a run of single steps, to go back to
     */
    record Made(boolean instance, boolean account, boolean machine, String priorState) {}

    Onboarding with(OnboardingState changed) {
        return new Onboarding(id, version, subject, changed, made, effects, by, createdAt, endedAt);
    }

    Onboarding with(Subject changed) {
        return new Onboarding(id, version, changed, state, made, effects, by, createdAt, endedAt);
    }

    Onboarding with(Effects changed) {
        return new Onboarding(id, version, subject, state, made, changed, by, createdAt, endedAt);
    }

    /** As it stands after its row was written once more. */
    Onboarding saved() {
        return new Onboarding(id, version + 1, subject, state, made, effects, by, createdAt, endedAt);
    }

    /** Whether it began to make a machine: then there may be one, and slots, to give back. */
    boolean holdsMachine() {
        return made.machine() && state.stages().begun(Stage.PROVISIONING);
    }
}
