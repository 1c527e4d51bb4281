package hero.deployer.identity;

/** What a person or token may do in a scope; each includes the ones before it. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
