package hero.deployer.base;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A refusal that reaches the caller as problem details; thrown by services, mapped once at the door. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Whoever sends more faults than this knows enough. */
    private static final int MOST_ERRORS = 100;

    private final transient Problem problem;

    private ProblemException(
            int status,
            String slug,
            String title,
            String detail,
            @Nullable List<Problem.FieldError> errors,
            Map<String, Object> more) {
        super(detail, null, false, false);
        this.problem = new Problem("/problems/" + slug, title, status, detail, errors, more);
    }

    public Problem problem() {
        return problem;
    }

    /** 400: a field of the form is wrong. */
    public static ProblemException badField(String field, String message) {
        return badForm(List.of(new Problem.FieldError(field, message)));
    }

    /** 400: several fields of the form are wrong. */
    public static ProblemException badForm(List<Problem.FieldError> errors) {
        var first = errors.getFirst();
        var shown = errors.size() > MOST_ERRORS ? List.copyOf(errors.subList(0, MOST_ERRORS)) : errors;
        return new ProblemException(
                400, "bad-request", "Bad request", first.field() + ": " + first.message(), shown, Map.of());
    }

    /** 401: nobody is signed in, or the credentials are wrong. */
    public static ProblemException unauthorized(String detail) {
        return of(401, "unauthorized", "Not signed in", detail);
    }

    /** 403: the caller is known and may see this, but not do it. */
    public static ProblemException forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /** 404: there is no such thing, or the caller may not see it. */
    public static ProblemException notFound(String what) {
        return of(404, "not-found", "Not found", "There is no " + what + ".");
    }

    /** 409 with its own slug: what is in the way. */
    public static ProblemException conflict(String slug, String title, String detail) {
        return of(409, slug, title, detail);
    }

    /** Any other refusal. */
    public static ProblemException of(int status, String slug, String title, String detail) {
        return new ProblemException(status, slug, title, detail, null, Map.of());
    }

    /** The same problem with one more member, such as a link to what is in the way. */
    public ProblemException with(String member, Object value) {
        var more = new java.util.LinkedHashMap<>(problem.more());
        more.put(member, value);
        return new ProblemException(
                problem.status(),
                problem.type().substring("/problems/".length()),
                problem.title(),
                problem.detail(),
                problem.errors(),
                more);
    }
}
