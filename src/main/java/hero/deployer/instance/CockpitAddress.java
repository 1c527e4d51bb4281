package hero.deployer.instance;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.vertx.http.HttpServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import hero.deployer.base.DnsLabel;

/**
 * Where cockpits are found: {@code http://<username>--<org>.<domain>/}, one label, so that one wildcard certificate covers them all.
 *
 * <p>{@code deployer.domain} may carry a port of its own; otherwise the port is that of {@code deployer.url}, and where that is not set
 * either, the one this deployer listens on. The scheme is that of {@code deployer.url}.
 */
@ApplicationScoped
public class CockpitAddress {
    private static final String SEPARATOR = "--";
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final String domain;
    private final String suffix;
    private final boolean domainHasPort;
    private final Supplier<URI> origin;

    /** Whose cockpit a host name stands for; there may be no such instance. */
    public record Cockpit(String organization, String person) {}

    @Inject
    CockpitAddress(
            @ConfigProperty(name = "deployer.domain", defaultValue = "localhost") String domain,
            @ConfigProperty(name = "deployer.url") Optional<String> url,
            HttpServer server) {
        // the port is known only once the server listens
        this(domain, () -> URI.create(url.orElseGet(() -> "http://localhost:" + server.getPort())));
    }

    CockpitAddress(String domain, Supplier<URI> origin) {
        this.domain = domain.toLowerCase(Locale.ROOT);
        this.suffix = "." + withoutPort(this.domain);
        this.domainHasPort = PORT.matcher(domain).find();
        this.origin = origin;
    }

    /** The public address of a person's cockpit, ending in a slash. */
    public String url(String organization, String person) {
        var from = origin.get();
        var port = domainHasPort || from.getPort() < 0 ? "" : ":" + from.getPort();
        return from.getScheme() + "://" + person + SEPARATOR + organization + "." + domain + port + "/";
    }

    private static String withoutPort(String host) {
        return host.indexOf(':') < 0 ? host : PORT.matcher(host).replaceFirst("");
    }

    /** Whose cockpit a {@code Host} header names, with or without a port; empty for any other host. */
    public Optional<Cockpit> parse(String host) {
        var name = withoutPort(host.toLowerCase(Locale.ROOT));
        if (!name.endsWith(suffix)) {
            return Optional.empty();
        }
        var label = name.substring(0, name.length() - suffix.length());
        int middle = label.indexOf(SEPARATOR);
        if (middle < 0) {
            return Optional.empty();
        }
        var person = label.substring(0, middle);
        var organization = label.substring(middle + SEPARATOR.length());
        return DnsLabel.isValid(person) && DnsLabel.isValid(organization)
                ? Optional.of(new Cockpit(organization, person))
                : Optional.empty();
    }
}
