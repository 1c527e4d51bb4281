package hero.deployer.base.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

/** The routes of the API as their resources declare them: which methods an address has, and the templates by which it is measured. */
@Singleton
final class RouteTable {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*}");

    private final List<Route> routes = new ArrayList<>();

    RouteTable(BeanManager beans) {
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var path = bean.getBeanClass().getAnnotation(Path.class);
            if (path != null) {
                add(bean.getBeanClass(), path.value());
            }
        }
    }

    private record Route(String template, Pattern addresses, String method) {}

    private void add(Class<?> resource, String root) {
        for (var method : resource.getDeclaredMethods()) {
            for (var annotation : method.getAnnotations()) {
                var verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    var path = method.getAnnotation(Path.class);
                    var template = joined(root, path == null ? "" : path.value());
                    routes.add(new Route(template, addresses(template), verb.value()));
                }
            }
        }
    }

    private static String joined(String root, String rest) {
        var whole = ("/" + root + "/" + rest).replaceAll("/{2,}", "/");
        return whole.length() > 1 && whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }

    private static Pattern addresses(String template) {
        var pattern = new StringBuilder();
        int from = 0;
        var parameters = PARAMETER.matcher(template);
        while (parameters.find()) {
            pattern.append(Pattern.quote(template.substring(from, parameters.start())))
                    .append("[^/]+");
            from = parameters.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(template.substring(from)))
                .append("/?")
                .toString());
    }

    /** The methods of an address as an {@code Allow} header names them; empty where there is no such address. */
    String allowed(String path) {
        var methods = new TreeSet<String>();
        for (var route : routes) {
            if (route.addresses.matcher(path).matches()) {
                methods.add(route.method);
            }
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** All templates, such as {@code /api/v1/organizations/{org}}. */
    Set<String> templates() {
        var templates = new HashSet<String>();
        routes.forEach(route -> templates.add(route.template));
        return templates;
    }
}
