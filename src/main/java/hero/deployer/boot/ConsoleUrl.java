package hero.deployer.boot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** The console's public origin, {@code https://deployer.example.org}, without a slash at its end. */
record ConsoleUrl(String value) {
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException saying what is allowed */
    static ConsoleUrl of(String text) {
        var url = parsed(text.strip());
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || url.isOpaque()) {
            throw new IllegalArgumentException(
                    "must begin with http:// or https://; is http://" + text.strip() + " meant?");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("must name a host, of letters, digits, dots and hyphens only.");
        }
        if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
            throw new IllegalArgumentException("must have a port from 1 to 65535, or none.");
        }
        if (!url.getRawPath().isEmpty() && !url.getRawPath().equals("/")
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "must be an origin: scheme, host and port, nothing before or behind them.");
        }
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return new ConsoleUrl(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be an address such as https://deployer.example.org.", e);
        }
    }
}
