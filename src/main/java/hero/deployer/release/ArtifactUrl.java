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
            return of(new URI(text));
        } catch (URISyntaxException malformed) {
            throw ProblemException.badField(FIELD, "must be an http or https address");
        }
    }

    /** The address a redirect from here leads to. */
    ArtifactUrl redirectedTo(String location) {
        try {
            ArtifactUrl next = of(new URI(toString()).resolve(location));
            if (https && !next.https()) {
                throw Refusals.unreachable("It redirects from https to http.");
            }
            return next;
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw Refusals.unreachable("It redirects to no address.");
        }
    }

    private static ArtifactUrl of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw ProblemException.badField(FIELD, "must be an http or https address");
        }
        if (uri.getRawUserInfo() != null) {
            throw ProblemException.badField(FIELD, "must not hold a user name or password");
        }
        boolean https = scheme.equals("https");
        int port = uri.getPort() == -1 ? (https ? 443 : 80) : uri.getPort();
        if (port < 1 || port > 65535) {
            throw ProblemException.badField(FIELD, "must have a port from 1 to 65535");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new ArtifactUrl(https, host, port, path + query);
    }

    @Override
    public String toString() {
        return (https ? "https" : "http") + "://" + host + ":" + port + path;
    }
}
