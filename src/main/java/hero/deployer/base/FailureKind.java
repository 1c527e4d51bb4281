package hero.deployer.base;

/** What a failure asks of us (design §4.4): transient ones are retried with backoff, the others stop the run for a person. */
public enum FailureKind {
    TRANSIENT("no-answer"),
    CAPACITY("no-room"),
    REFUSED("refused"),
    BUG("bug");

    private final String code;

    FailureKind(String code) {
        this.code = code;
    }

    /** The code of a failure that has none of its own. */
    String code() {
        return code;
    }
}
