package hero.deployer.task;

/** Another claim has taken the task over; nothing was written. */
public final class LostLeaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostLeaseException(String kind, String key, long fence) {
        super(kind + " " + key + " is no longer held under fence " + fence, null, false, false);
    }
}
