package hero.deployer.base.http;

import java.util.ArrayList;
import java.util.Set;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

/** The last look at what is measured of requests, those included that broke off: a name that is not one of ours becomes {@code other}. */
@Singleton
final class RequestMeterFilter implements MeterFilter {
    private static final String REQUESTS = "http.server.";

    private final Provider<RouteTable> routes;
    private volatile @Nullable Set<String> templates;

    RequestMeterFilter(Provider<RouteTable> routes) {
        this.routes = routes;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(REQUESTS)) {
            return id;
        }
        var tags = new ArrayList<Tag>();
        for (var tag : id.getTagsAsIterable()) {
            tags.add(Tag.of(tag.getKey(), known(tag)));
        }
        return id.replaceTags(Tags.of(tags));
    }

    private String known(Tag tag) {
        return switch (tag.getKey()) {
            case "method" -> MeasuredNames.ofMethod(tag.getValue());
            case "status" -> MeasuredNames.ofStatus(tag.getValue());
            case "uri" -> isRoute(tag.getValue()) ? tag.getValue() : MeasuredNames.OTHER;
            default -> tag.getValue();
        };
    }

    private boolean isRoute(String uri) {
        return MeasuredNames.isServers(uri) || templates().contains(uri);
    }

    private Set<String> templates() {
        var known = templates;
        if (known == null) {
            known = routes.get().templates();
            templates = known;
        }
        return known;
    }
}
