package hero.deployer.identity;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import hero.deployer.base.ProblemException;

/** Signing in to the console and out of it, and the password. */
@Path(Doors.SESSION)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
class SessionResource {
    private final Logins logins;
    private final CurrentCaller caller;
    private final SessionCookie cookie;

    SessionResource(Logins logins, CurrentCaller caller, SessionCookie cookie) {
        this.logins = logins;
        this.caller = caller;
        this.cookie = cookie;
    }

    @Operation(
            summary = "Sign in",
            description = "Answers who signed in and sets the session's cookie. With a one-time password only the "
                    + "password can be replaced at first.")
    @POST
    @APIResponseSchema(value = SessionView.class, responseCode = "200")
    public Uni<Response> signIn(@Valid @NotNull SignIn form, RoutingContext request) {
        return logins.signIn(form.username(), form.password(), null, Logins.CONSOLE, address(request))
                .chain(this::answer);
    }

    @Operation(summary = "Read the present session", description = "Who is signed in, with which roles.")
    @GET
    @Consumes(MediaType.WILDCARD)
    public SessionView session() {
        return SessionView.of(caller.get());
    }

    @Operation(summary = "Sign out", description = "Ends the session of the cookie.")
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "Signed out")
    public Uni<Response> signOut() {
        return logins.end(caller.credential())
                .replaceWith(Response.noContent().cookie(cookie.gone()).build());
    }

    @Operation(summary = "Replace the password", description = "Ends all other sessions of the person.")
    @PUT
    @Path("/password")
    @APIResponseSchema(value = SessionView.class, responseCode = "200")
    public Uni<Response> replacePassword(@Valid @NotNull ReplacePassword form, RoutingContext request) {
        if (caller.credential() instanceof Credential.Token) {
            throw ProblemException.forbidden("A password is replaced by its person, signed in, not by an API token.");
        }
        var username = caller.get().username();
        return logins.replacePassword(username, form.currentPassword(), form.newPassword(), address(request))
                .chain(this::answer);
    }

    private Uni<Response> answer(Logins.Outcome outcome) {
        return switch (outcome) {
            case Logins.Outcome.SignedIn in -> welcome(in.secret());
            case Logins.Outcome.Throttled throttled -> Uni.createFrom().item(throttled(throttled.seconds()));
            case Logins.Outcome.Refused refused -> throw refused();
            case Logins.Outcome.MustChange mustChange -> throw refused();
        };
    }

    private Uni<Response> welcome(String secret) {
        return logins.caller(Credential.Session.of(secret, Logins.CONSOLE))
                .map(found -> Response.ok(SessionView.of(found.orElseThrow(SessionResource::refused)))
                        .cookie(cookie.of(secret))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    private static ProblemException refused() {
        return ProblemException.unauthorized("The name or the password is wrong, or a one-time password has expired.");
    }

    private static Response throttled(long seconds) {
        var problem = ProblemException.of(
                        429, "too-many-guesses", "Too many guesses", "Try again in " + seconds + " seconds.")
                .with("retryAfter", seconds)
                .problem();
        return Response.status(problem.status())
                .header("Retry-After", seconds)
                .type("application/problem+json")
                .entity(problem)
                .build();
    }

    private static String address(RoutingContext request) {
        var remote = request.request().remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }
}
