package hero.deployer.identity;

/** What a request proved itself by, as a hash: good for asking again later whether it still stands. */
public sealed interface Credential {
    String secretHash();

    /** A session's cookie. */
    record Session(String secretHash, String audience) implements Credential {
        static Session of(String secret, String audience) {
            return new Session(Secrets.hash(secret), audience);
        }
    }

    /** An API token. */
    record Token(String secretHash) implements Credential {
        static Token of(String secret) {
            return new Token(Secrets.hash(secret));
        }
    }
}
