package hero.deployer.events;

/** A live reader fell too far behind and was dropped; it may come back with the last id it saw. */
public final class SlowReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SlowReaderException() {
        super("the reader is more than 64 KiB behind", null, false, false);
    }
}
