package hero.deployer.agent.protocol;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/operations/{id}}.
 *
 * @param id the operation
 * @param seq grows with every change
 * @param state {@code fetching}, {@code verifying}, {@code starting}, {@code checking}, {@code succeeded}, {@code rolled_back} or
 *     {@code failed}
 * @param percent of the present state
 * @param error why it failed or was rolled back, for a person
 */
public record OperationReport(
        String id,
        long seq,
        String state,
        int percent,
        @Nullable String error) {
    /** Whether nothing more will come. */
    public boolean ended() {
        return state.equals("succeeded") || state.equals("rolled_back") || state.equals("failed");
    }
}
