package hero.deployer.console;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import hero.deployer.base.ProblemException;

/**
 * Refuses a write whose address has a parameter that the route does not know, as a form with an unknown field is refused: a misspelt
 * {@code dryrun=true} must not do the real thing.
 */
class KnownParameters {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Map<Method, Map<String, Class<?>>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ContainerRequestContext request, ResourceInfo route) {
        var method = route.getResourceMethod();
        if (method == null || READS.contains(request.getMethod())) {
            return;
        }
        request.getUriInfo()
                .getQueryParameters()
                .forEach((name, values) ->
                        check(known.computeIfAbsent(method, KnownParameters::types), name, values.contains("")));
    }

    private static void check(Map<String, Class<?>> types, String name, boolean isEmpty) {
        var type = types.get(name);
        if (type == null) {
            throw ProblemException.badField(name, "is not a known parameter of this address");
        }
        // the server would take it for the default
        if (isEmpty && (type == boolean.class || type == Boolean.class)) {
            throw ProblemException.badField(name, "must be true or false");
        }
    }

    private static Map<String, Class<?>> types(Method method) {
        var types = new HashMap<String, Class<?>>();
        for (var parameter : method.getParameters()) {
            name(parameter).ifPresent(name -> types.put(name, parameter.getType()));
        }
        return types;
    }

    private static Optional<String> name(Parameter parameter) {
        var standard = parameter.getAnnotation(QueryParam.class);
        if (standard != null) {
            return Optional.of(standard.value());
        }
        var ours = parameter.getAnnotation(RestQuery.class);
        return ours == null
                ? Optional.empty()
                : Optional.of(ours.value().isEmpty() ? parameter.getName() : ours.value());
    }
}
