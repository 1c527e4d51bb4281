package hero.deployer.base;

/** Carries a {@link Failure} through a {@code Uni}; the process that awaits it turns it back into a value. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public FailureException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
