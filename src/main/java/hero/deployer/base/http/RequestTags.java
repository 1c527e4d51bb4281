package hero.deployer.base.http;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import org.jspecify.annotations.Nullable;

/** Measures a request under the route that took it; whatever no route took is one and the same, whoever wrote it. */
@Singleton
final class RequestTags implements HttpServerMetricsTagsContributor {
    /** Where the REST server leaves the template of the route it found. */
    private static final String TEMPLATE = "UrlPathTemplate";

    @Override
    public Tags contribute(Context context) {
        var request = context.request();
        @Nullable String template = context.requestContextLocalData(TEMPLATE);
        var measured = template == null ? MeasuredNames.ofServer(request.path()) : template;
        return Tags.of(
                "uri",
                measured,
                "method",
                MeasuredNames.ofMethod(request.method().name()));
    }
}
