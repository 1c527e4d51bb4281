package hero.deployer.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The console's own origin, as browsers write it: the only one that may write by cookie. */
@Singleton
final class PublicOrigin {
    private final String origin;

    PublicOrigin(@ConfigProperty(name = "deployer.url") String url) {
        origin = normalized(URI.create(url));
    }

    String value() {
        return origin;
    }

    boolean isHttps() {
        return origin.startsWith("https:");
    }

    /** Whether a browser says that a page of ours makes the request; what is no browser says nothing. */
    boolean admits(@Nullable String originHeader, @Nullable String fetchSite) {
        if (originHeader != null) {
            return isSame(originHeader);
        }
        return fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none");
    }

    /** Some clients write a scheme's usual port, or capitals. */
    private boolean isSame(String originHeader) {
        try {
            var uri = new URI(originHeader);
            boolean bare = uri.getRawUserInfo() == null
                    && "".equals(uri.getRawPath())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return bare
                    && uri.getScheme() != null
                    && uri.getHost() != null
                    && normalized(uri).equals(origin);
        } catch (URISyntaxException opaque) {
            return false;
        }
    }

    private static String normalized(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            throw new IllegalArgumentException("deployer.url must be an address such as https://deployer.example.org");
        }
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        var usual = scheme.equals("https") ? 443 : 80;
        var port = url.getPort() == -1 || url.getPort() == usual ? "" : ":" + url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
    }
}
