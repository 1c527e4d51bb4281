package hero.deployer.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import hero.deployer.base.ProblemException;

/** An address somebody gave us to fetch from, taken apart. Its query may hold a signature: never log it, never answer it. */
record ArtifactUrl(boolean https, String host, int port, String path) {
    private static final String FIELD = "artifactUrl";

    /** @throws ProblemException 400 on the field {@code artifactUrl} */
    static ArtifactUrl parse(String text) {
        try {
            return of(BrowserAddress.parse(text));
        } catch (URISyntaxException malformed) {
            throw ProblemException.badField(FIELD, "must be an http or https address");
        }
    }

    /** The address a redirect from here leads to. */
    ArtifactUrl redirectedTo(String location) {
        try {
            ArtifactUrl next = of(BrowserAddress.parse(resolved(location)));
            if (https && !next.https()) {
                throw Refusals.unreachable("It redirects from https to http.");
            }
            return next;
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw Refusals.unreachable("It redirects to no address.");
        }
    }

    /** Against this address; its host may be one that {@link URI} knows none in. */
    private String resolved(String location) throws URISyntaxException {
        if (location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return location;
        }
        String origin = (https ? "https" : "http") + "://" + host + ":" + port;
        if (location.startsWith("//")) {
            return (https ? "https:" : "http:") + location;
        }
        return location.startsWith("/") ? origin + location : origin + new URI(path).resolve(location);
    }

    private static ArtifactUrl of(BrowserAddress.Parts parts) {
        String scheme = parts.scheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https"))) {
            throw ProblemException.badField(FIELD, "must be an http or https address");
        }
        if (parts.authority().indexOf('@') >= 0) {
            throw ProblemException.badField(FIELD, "must not hold a user name or password");
        }
        if (parts.host().equals("null")) {
            throw ProblemException.badField(FIELD, "must be an http or https address");
        }
        boolean https = scheme.equals("https");
        int port = parts.port() == -1 ? (https ? 443 : 80) : parts.port();
        if (port < 1 || port > 65535) {
            throw ProblemException.badField(FIELD, "must have a port from 1 to 65535");
        }
        return new ArtifactUrl(https, parts.host(), port, parts.path());
    }

    @Override
    public String toString() {
        return (https ? "https" : "http") + "://" + host + ":" + port + path;
    }
}
