package hero.deployer.events;

import java.time.Duration;

/** A loop's run got no answer within its patience and was given up; what it had begun is unknown. */
public final class LoopTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopTimeoutException(String name, String waitsFor, Duration patience) {
        super(name + " waited " + patience.toMillis() + " ms for " + waitsFor + " and gave up", null, false, false);
    }
}
