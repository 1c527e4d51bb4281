package hero.deployer.onboarding;

import java.util.List;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem.FieldError;
import hero.deployer.identity.VisibleText;

/**
 * One row of many, as it was given: blank is nothing.
 *
 * @param row its number, 1 for the first; a header does not count
 * @param username empty where none was given
 * @param faults what is wrong with the row as such
 */
record MemberEntry(
        int row,
        String username,
        @Nullable String name,
        @Nullable String email,
        @Nullable String node,
        List<FieldError> faults) {

    static MemberEntry of(
            int row, @Nullable String username, @Nullable String name, @Nullable String email, @Nullable String node) {
        return new MemberEntry(
                row,
                username == null ? "" : VisibleText.strip(username),
                text(name),
                text(email),
                text(node),
                List.of());
    }

    MemberEntry faulty(String field, String message) {
        return new MemberEntry(row, username, name, email, node, List.of(new FieldError(field, message)));
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || VisibleText.isBlank(given) ? null : VisibleText.strip(given);
    }
}
