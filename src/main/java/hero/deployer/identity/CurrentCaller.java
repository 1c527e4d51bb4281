package hero.deployer.identity;

import jakarta.enterprise.context.RequestScoped;

/** The one who makes the present request; every route but the open ones has one. */
@RequestScoped
public class CurrentCaller {

    public Caller get() {
        throw new UnsupportedOperationException("skeleton");
    }
}
