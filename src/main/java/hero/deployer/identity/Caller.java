package hero.deployer.identity;

import java.util.List;

import hero.deployer.base.ProblemException;

/**
 * Who asks, by session cookie or API token.
 *
 * @param username the person's, or the token's owner
 * @param name for people to read
 * @param grants what they may do and where
 * @param mustChangePassword nothing but a new password is accepted yet
 */
public record Caller(String username, String name, List<Grant> grants, boolean mustChangePassword) {

    /** Whether they hold {@code role} or more over {@code scope} ({@code ""} asks for everywhere). */
    public boolean may(Role role, String scope) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.role().includes(role) && grant.covers(scope.isEmpty() ? Grant.EVERYWHERE : scope));
    }

    /** Whether they may see what carries {@code scope}; {@code ""}, matters of all, is seen by everyone who has a role anywhere. */
    public boolean maySee(String scope) {
        return scope.isEmpty() ? !grants.isEmpty() : may(Role.VIEWER, scope);
    }

    /** Refuses with 404 what they may not see and with 403 what they may see but not do. */
    public void require(Role role, String scope) {
        require(role, scope, "such organization");
    }

    /** The same about {@code what} is in that scope: the refusal reads as if it were not there. */
    public void require(Role role, String scope, String what) {
        if (!scope.isEmpty() && !maySee(scope)) {
            throw ProblemException.notFound(what);
        }
        if (!may(role, scope)) {
            throw ProblemException.forbidden(
                    "This needs the role " + role.name().toLowerCase(java.util.Locale.ROOT) + ".");
        }
    }
}
