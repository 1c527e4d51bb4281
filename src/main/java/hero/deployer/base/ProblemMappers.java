package hero.deployer.base;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import org.hibernate.JDBCException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Whatever goes wrong reaches the caller as problem details, here and nowhere else; nothing of our inside goes out. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String REHEARSAL = "dryRun";
    /** Where the door leaves the id that the answer carries. */
    private static final String REQUEST_ID = "X-Request-Id";

    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_TYPE = 415;

    /** PostgreSQL is stopping or starting, was too slow or ended what stood still, could not take a lock in time, or ended a deadlock. */
    private static final Set<String> TRY_AGAIN =
            Set.of("57P01", "57P02", "57P03", "57P05", "57014", "25P03", "55P03", "40001", "40P01");

    /** Refuses an oversized body by its announced length, before a byte of it is read. */
    @ServerRequestFilter(preMatching = true)
    public @Nullable Response refuseOversized(ContainerRequestContext request) {
        long limit;
        try {
            limit = JsonBody.limit(request.getMediaType());
        } catch (IllegalArgumentException noMediaType) {
            return with(
                    Response.status(UNSUPPORTED_TYPE),
                    byStatus(UNSUPPORTED_TYPE).problem());
        }
        return request.getLength() > limit ? answer(JsonBody.tooLarge(limit)) : null;
    }

    /** Without a body there is nothing that would need a type: such a request means what an empty form would. */
    @ServerRequestFilter(preMatching = true)
    public void typeNothingAsForm(ContainerRequestContext request) {
        var headers = request.getHeaders();
        boolean empty = request.getLength() <= 0 && !headers.containsKey("Transfer-Encoding");
        if (empty && !headers.containsKey(HttpHeaders.CONTENT_TYPE)) {
            headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }

    /** A rehearsal that is misspelt must not become the thing itself. */
    @ServerRequestFilter
    public @Nullable Response refuseUnclearRehearsal(ContainerRequestContext request) {
        var given = request.getUriInfo().getQueryParameters().get(REHEARSAL);
        return given == null || given.equals(List.of("true")) || given.equals(List.of("false"))
                ? null
                : answer(ProblemException.badField(REHEARSAL, "must be true or false"));
    }

    @ServerExceptionMapper
    public Response refusal(ProblemException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    public Response badForm(ConstraintViolationException e, RoutingContext request) {
        var errors = new ArrayList<Problem.FieldError>();
        for (var violation : e.getConstraintViolations()) {
            var field = field(violation);
            if (field == null) {
                return bug(e, request);
            }
            errors.add(new Problem.FieldError(field, violation.getMessage()));
        }
        errors.sort((a, b) -> a.field().compareTo(b.field()));
        return errors.isEmpty() ? bug(e, request) : answer(ProblemException.badForm(errors));
    }

    /** What JAX-RS itself refuses: no such route, wrong method, wrong media type, a parameter in the address that does not parse. */
    @ServerExceptionMapper
    public Response refusedByJaxRs(WebApplicationException e, RoutingContext request) {
        if (e instanceof NotFoundException && e.getCause() != null) {
            return answer(ProblemException.of(
                    BAD_REQUEST, "bad-request", "Bad request", "A parameter in the address is not of its type."));
        }
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(e, request);
        }
        if (status < BAD_REQUEST) {
            return e.getResponse();
        }
        var answer = Response.fromResponse(e.getResponse());
        return with(answer, byStatus(status).problem());
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e, RoutingContext request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return answer(problem);
            }
            if (isAway(cause)) {
                LOG.warnf("something needed did not answer: %s", cause.toString());
                return answer(ProblemException.of(
                        503,
                        "unavailable",
                        "Unavailable",
                        "Something this needs is away or too busy. Try again shortly."));
            }
            if (isNoText(cause)) {
                return answer(ProblemException.of(
                        BAD_REQUEST, "bad-request", "Bad request", "A text holds a character that cannot be kept."));
            }
        }
        return bug(e, request);
    }

    /** The last route under the API's root: other routes, such as the page's fallback, never answer for it. */
    void lastRoute(@Observes Router router) {
        router.route("/api/*").order(Integer.MAX_VALUE - 1).handler(context -> {
            var problem = byStatus(404).problem();
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON)
                    .end(Json.encode(Map.of(
                            "type", problem.type(),
                            "title", problem.title(),
                            "status", problem.status(),
                            "detail", problem.detail())));
        });
    }

    private static Response bug(Throwable e, RoutingContext request) {
        var id = Ids.next("err");
        LOG.errorf(e, "unexpected error %s, request %s", id, request.<String>get(REQUEST_ID));
        return answer(ProblemException.of(
                        500, "bug", "Our fault", "Something unexpected happened; it is logged as " + id + ".")
                .with("error", id));
    }

    private static Response answer(ProblemException e) {
        var problem = e.problem();
        var answer = Response.status(problem.status());
        if (problem.status() == 413) {
            answer.header("Connection", "close");
        }
        if (problem.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return with(answer, problem);
    }

    private static Response with(Response.ResponseBuilder answer, Problem problem) {
        return answer.entity(problem).type(PROBLEM_JSON).build();
    }

    private static ProblemException byStatus(int status) {
        return switch (status) {
            case 401 -> ProblemException.unauthorized("Sign in first.");
            case 403 -> ProblemException.forbidden("You may not do this.");
            case 404 -> ProblemException.notFound("such route");
            case 405 ->
                ProblemException.of(
                        status, "method-not-allowed", "Method not allowed", "This route has other methods.");
            case 406 -> ProblemException.of(status, "not-acceptable", "Not acceptable", "This route answers JSON.");
            case 413 -> JsonBody.tooLarge(JsonBody.MAX_JSON_BYTES);
            case 415 ->
                ProblemException.of(
                        status,
                        "unsupported-media-type",
                        "Unsupported media type",
                        "This route reads another type of body.");
            default -> ProblemException.of(status, "bad-request", "Bad request", "The request is malformed.");
        };
    }

    /** The JSON path of what was violated, or null where it was our own answer that broke a rule. */
    private static @Nullable String field(ConstraintViolation<?> violation) {
        var parameter = "body";
        var path = new StringBuilder();
        for (var node : violation.getPropertyPath()) {
            switch (node.getKind()) {
                case RETURN_VALUE -> {
                    return null;
                }
                case PARAMETER -> parameter = node.getName();
                default -> step(path, node.getKind(), node.getName(), node.getIndex());
            }
        }
        return path.isEmpty() ? parameter : path.toString();
    }

    private static void step(StringBuilder path, ElementKind kind, @Nullable String name, @Nullable Integer index) {
        if (index != null) {
            path.append('[').append(index).append(']');
        }
        if (kind == ElementKind.PROPERTY) {
            path.append(path.isEmpty() ? "" : ".").append(name);
        }
    }

    /** Whether the database cannot be reached, is starting or stopping, or its pool has no connection to give in time. */
    private static boolean isAway(Throwable e) {
        var state = sqlState(e);
        if (state.length() > 2) {
            return List.of("08", "53").contains(state.substring(0, 2)) || TRY_AGAIN.contains(state);
        }
        return e instanceof ConnectionPoolTooBusyException
                || e instanceof ClosedConnectionException
                || e instanceof java.net.ConnectException
                || (e instanceof NoStackTraceThrowable && "Timeout".equals(e.getMessage()));
    }

    private static boolean isNoText(Throwable e) {
        return List.of("22021", "22P05").contains(sqlState(e));
    }

    /** What PostgreSQL said, whether the pool or Hibernate passes it on, which keeps no {@link PgException}; or nothing. */
    private static String sqlState(Throwable e) {
        var state = switch (e) {
            case PgException pg -> pg.getSqlState();
            case JDBCException hibernate -> hibernate.getSQLState();
            case SQLException jdbc -> jdbc.getSQLState();
            default -> null;
        };
        return state == null ? "" : state;
    }
}
