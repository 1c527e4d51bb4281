package hero.deployer.agent;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.function.LongConsumer;

/** Fetches an artifact from a public address: no credentials, no change to a lesser scheme, never more bytes than announced. */
final class MirrorFetch {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int MOST_REDIRECTS = 5;

    private final ArtifactStore artifacts;

    MirrorFetch(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    void fetch(String address, String sha256, long size, LongConsumer progress) throws IOException, InstallFailure {
        var uri = Commands.checkMirror(address);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var connection = open(uri);
            try {
                int status = connection.getResponseCode();
                if (status == 200) {
                    receive(connection, sha256, size, progress);
                    return;
                }
                uri = redirected(uri, status, connection.getHeaderField("Location"));
            } finally {
                connection.disconnect();
            }
        }
        throw new InstallFailure("the mirror redirects too often");
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setUseCaches(false);
        return connection;
    }

    private void receive(HttpURLConnection connection, String sha256, long size, LongConsumer progress)
            throws IOException, InstallFailure {
        long announced = connection.getContentLengthLong();
        if (announced >= 0 && announced != size) {
            throw new InstallFailure("the mirror offers " + announced + " bytes instead of " + size);
        }
        try (var in = connection.getInputStream()) {
            artifacts.receive(sha256, in, size, progress);
        }
    }

    private static URI redirected(URI from, int status, @org.jspecify.annotations.Nullable String location)
            throws InstallFailure {
        if (status < 301 || status > 308 || location == null) {
            throw new InstallFailure("the mirror answered " + status);
        }
        URI to;
        try {
            to = Commands.checkMirror(from.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            throw new InstallFailure("the mirror redirects to an address that is refused");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new InstallFailure("the mirror redirects from https to http");
        }
        return to;
    }
}
