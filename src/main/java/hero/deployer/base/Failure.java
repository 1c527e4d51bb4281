package hero.deployer.base;

import org.jspecify.annotations.Nullable;

/**
 * A failure as a value, in words for a person.
 *
 * @param kind what it asks of us
 * @param code what happened, stable and in kebab-case: decisions are made on it, never on the words
 * @param message what happened and where things stand; holds no secret
 * @param next what to do now
 */
public record Failure(FailureKind kind, String code, String message, String next) {

    /** One that nobody has to tell from others of its kind. */
    public Failure(FailureKind kind, String message, String next) {
        this(kind, kind.code(), message, next);
    }

    /** As it was stored; rows from before there were codes have none. */
    public static Failure stored(FailureKind kind, @Nullable String code, String message, String next) {
        return new Failure(kind, code == null ? kind.code() : code, message, next);
    }

    public boolean isTransient() {
        return kind == FailureKind.TRANSIENT;
    }

    public boolean is(String which) {
        return code.equals(which);
    }
}
