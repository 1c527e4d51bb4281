package hero.deployer.onboarding;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem;

/**
 * What became of many, or would.
 *
 * @param roomFor how many members fitted before this
 * @param fits how many of those without a problem have a place
 * @param items one for each row, in their order
 */
record MembersView(boolean dryRun, int roomFor, int fits, List<Item> items) {

    /**
     * One row.
     *
     * @param row 1 for the first; a header does not count
     * @param onboarding what was begun, its one-time password in the first answer only
     * @param problem everything that is in the way
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            int row,
            String username,
            @Nullable OnboardingView onboarding,
            @Nullable Problem problem) {}

    MembersView withoutSecrets() {
        return new MembersView(
                dryRun,
                roomFor,
                fits,
                items.stream()
                        .map(item -> item.onboarding() == null
                                ? item
                                : new Item(
                                        item.row(),
                                        item.username(),
                                        item.onboarding().withoutSecret(),
                                        item.problem()))
                        .toList());
    }

    boolean madeSome() {
        return items.stream().anyMatch(item -> item.onboarding() != null);
    }
}
