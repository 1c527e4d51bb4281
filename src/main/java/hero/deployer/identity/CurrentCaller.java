package hero.deployer.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

import io.quarkus.security.identity.SecurityIdentity;

import hero.deployer.base.ProblemException;

/** The one who makes the present request; every route but the open ones has one. */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;

    @Inject
    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws ProblemException 401 on an open route, where nobody needs to be signed in */
    public Caller get() {
        if (identity.getAttribute(ConsoleAuthentication.CALLER) instanceof Caller caller) {
            return caller;
        }
        throw ProblemException.unauthorized("Sign in, or send a valid API token.");
    }

    /** What the request proved itself by; whatever outlives the request asks {@link Logins#caller} with it from time to time. */
    public Credential credential() {
        if (identity.getAttribute(ConsoleAuthentication.CREDENTIAL) instanceof Credential credential) {
            return credential;
        }
        throw ProblemException.unauthorized("Sign in, or send a valid API token.");
    }
}
