package hero.deployer.release;

import hero.deployer.base.ProblemException;
import hero.deployer.identity.Caller;

/** Who may read channels and builds: everyone who has a role anywhere, since every organization stands on a build. */
final class Readers {
    private Readers() {}

    static void require(Caller caller) {
        if (caller.grants().isEmpty()) {
            throw ProblemException.forbidden("This needs the role viewer.");
        }
    }
}
