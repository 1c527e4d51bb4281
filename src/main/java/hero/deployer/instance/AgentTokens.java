package hero.deployer.instance;

import jakarta.enterprise.context.ApplicationScoped;

/** Derives agent tokens: HMAC-SHA256 of the fleet key over instance id and generation. Stored nowhere in clear. */
@ApplicationScoped
public class AgentTokens {

    public String token(String instance, int generation) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** What the machine is given: the token's SHA-256 in lower-case hex. */
    public String tokenSha256(String instance, int generation) {
        throw new UnsupportedOperationException("skeleton");
    }
}
