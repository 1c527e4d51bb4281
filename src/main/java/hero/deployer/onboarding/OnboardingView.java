package hero.deployer.onboarding;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An onboarding as JSON.
 *
 * @param oneTimePassword there only in the answer that made the account
 * @param cockpitUrl there once the cockpit opens
 * @param cancelling true while a called-off run gives back what it made; its state is {@code running} until it ends {@code cancelled}
 * @param waitingFor what the run as a whole waits for
 * @param by who started it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OnboardingView(
        String id,
        String organization,
        String instance,
        String person,

        @Schema(enumeration = {"adding", "provisioning", "installing", "ready"})
        String stage,

        @Schema(enumeration = {"running", "succeeded", "failed", "cancelled"})
        String state,

        List<StageView> stages,
        @Nullable String oneTimePassword,
        @Nullable String cockpitUrl,
        @Nullable Boolean cancelling,
        @Nullable String waitingFor,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** One stage of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageView(
            @Schema(enumeration = {"adding", "provisioning", "installing", "ready"})
            String name,

            @Schema(enumeration = {"pending", "running", "succeeded", "failed", "skipped"})
            String state,

            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            int attempts,
            @Nullable String waitingFor,
            @Nullable Instant givesUpAt,
            @Nullable StageProblem problem) {}

    /**
     * Why a stage failed and what to do.
     *
     * @param code what happened, stable: match it, never the words
     */
    public record StageProblem(
            @Schema(enumeration = {"transient", "capacity", "refused", "bug"})
            String kind,

            String code,
            String message,
            String next) {}

    /** The same without its secret, for a repeat. */
    public OnboardingView withoutSecret() {
        return new OnboardingView(
                id,
                organization,
                instance,
                person,
                stage,
                state,
                stages,
                null,
                cockpitUrl,
                cancelling,
                waitingFor,
                by,
                startedAt,
                endedAt);
    }
}
