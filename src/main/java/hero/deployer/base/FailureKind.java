package hero.deployer.base;

/** What a failure asks of us (design §4.4): transient ones are retried with backoff, the others stop the run for a person. */
public enum FailureKind {
    TRANSIENT,
    CAPACITY,
    REFUSED,
    BUG
}
