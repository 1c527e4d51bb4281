package hero.deployer.base;

/**
 * A failure as a value, in words for a person.
 *
 * @param kind what it asks of us
 * @param message what happened and where things stand; holds no secret
 * @param next what to do now
 */
public record Failure(FailureKind kind, String message, String next) {

    public boolean isTransient() {
        return kind == FailureKind.TRANSIENT;
    }
}
