package hero.deployer.agent;

import java.io.IOException;

/** The bytes are not those of the hash they were announced by. */
final class WrongHashException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongHashException() {
        super("the artifact has another hash");
    }
}
