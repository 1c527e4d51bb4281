package hero.deployer.identity;

/**
 * A role over a scope.
 *
 * @param role what
 * @param scope an organization's slug, or {@link #EVERYWHERE}
 */
public record Grant(Role role, String scope) {
    public static final String EVERYWHERE = "*";

    public boolean covers(String asked) {
        return scope.equals(EVERYWHERE) || scope.equals(asked);
    }
}
