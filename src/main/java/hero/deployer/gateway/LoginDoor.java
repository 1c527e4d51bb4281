package hero.deployer.gateway;

import java.net.URI;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import org.jboss.logging.Logger;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.gateway.Pages.Form;
import hero.deployer.identity.Logins.Outcome;
import hero.deployer.instance.CockpitAddress;

/** The login on a cockpit's own host: its form, its cookie, and the way out. */
@Singleton
class LoginDoor {
    private static final Logger LOG = Logger.getLogger(LoginDoor.class);

    private final Vertx vertx;
    private final Visitors visitors;
    private final Pages pages;
    private final SignIns signIns;
    private final CockpitAddress addresses;

    LoginDoor(Vertx vertx, Visitors visitors, Pages pages, SignIns signIns, CockpitAddress addresses) {
        this.vertx = vertx;
        this.visitors = visitors;
        this.pages = pages;
        this.signIns = signIns;
        this.addresses = addresses;
    }

    /** Everything under the reserved path. */
    void handle(Visit visit) {
        boolean posts = visit.request().method().equals(HttpMethod.POST);
        switch (visit.path()) {
            case Pages.STYLE -> onlyFor(visit, visit.isReading(), () -> pages.style(visit.request()));
            case Pages.LOGIN -> onlyFor(visit, posts || visit.isReading(), () -> login(visit, posts));
            case Pages.LOGOUT -> onlyFor(visit, posts, () -> logout(visit));
            default -> problem(visit, 404, "not-found", "Not found", "There is nothing here.");
        }
    }

    private void onlyFor(Visit visit, boolean allowed, Runnable answer) {
        if (allowed) {
            answer.run();
        } else {
            problem(visit, 405, "method-not-allowed", "Method not allowed", "This address has other methods.");
        }
    }

    /** Whoever is not signed in: a person gets the form, anything else a plain no. */
    void stranger(Visit visit) {
        if (visit.wantsPage()) {
            String asked = PathRules.localOrRoot(visit.request().uri());
            form(visit, 401, new Form(visit.cockpit().person(), asked, "", false));
        } else {
            problem(visit, 401, "unauthorized", "Not signed in", "Open this address in a browser and sign in.");
        }
    }

    /** By the host that was asked for, or by the cockpit's public address: a proxy may drop the port from the first. */
    boolean isOwnOrigin(Visit visit) {
        var request = visit.request();
        var cockpit = visit.cockpit();
        var home = URI.create(addresses.url(cockpit.organization(), cockpit.person()));
        return Origins.isOwn(request.headers(), request.authority(), visitors.scheme())
                || Origins.isOwn(
                        request.headers(), HostAndPort.create(home.getHost(), home.getPort()), visitors.scheme());
    }

    private void login(Visit visit, boolean posts) {
        if (!posts) {
            form(visit, 200, new Form(visit.cockpit().person(), "/", "", false));
        } else if (!isOwnOrigin(visit)) {
            foreign(visit);
        } else {
            Uni.createFrom()
                    .completionStage(() -> FormBody.read(vertx, visit.request()).toCompletionStage())
                    .chain(body -> attempt(visit, body))
                    .subscribe()
                    .with(done -> {}, failure -> failed(visit, failure));
        }
    }

    private Uni<Void> attempt(Visit visit, FormBody body) {
        var typed = signIns.read(visit, body);
        return signIns.signIn(visit, typed)
                .invoke(outcome -> answer(visit, typed, outcome))
                .onFailure(LoginDoor::isAboutTheNewPassword)
                .recoverWithItem(refusal -> {
                    form(visit, 400, again(typed, "Your new password " + reason(refusal) + ".", true));
                    return new Outcome.MustChange();
                })
                .replaceWithVoid();
    }

    private void answer(Visit visit, SignIns.Typed typed, Outcome outcome) {
        var response = visit.request().response();
        switch (outcome) {
            case Outcome.SignedIn in -> {
                response.addCookie(visitors.cookie(in.secret()));
                response.addCookie(signIns.noTicket());
                redirect(visit, typed.next());
            }
            case Outcome.MustChange must -> {
                response.addCookie(signIns.ticket(visit, typed.password()));
                form(visit, 200, again(typed, "", true));
            }
            case Outcome.Refused refused ->
                form(visit, 401, again(typed, "That name and password do not open this cockpit.", false));
            case Outcome.Throttled throttled -> {
                response.putHeader("Retry-After", String.valueOf(throttled.seconds()));
                String wait = "Too many attempts. Try again in " + throttled.seconds() + " seconds.";
                form(visit, 429, again(typed, wait, false));
            }
        }
    }

    private static Form again(SignIns.Typed typed, String problem, boolean mustChange) {
        return new Form(typed.username(), typed.next(), problem, mustChange);
    }

    private void logout(Visit visit) {
        if (!isOwnOrigin(visit)) {
            foreign(visit);
            return;
        }
        visitors.find(visit.request(), visit.cockpit())
                .chain(secret -> secret.map(signIns::signOut)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(
                        done -> {
                            visit.request().response().addCookie(visitors.gone());
                            redirect(visit, "/");
                        },
                        failure -> failed(visit, failure));
    }

    private void failed(Visit visit, Throwable failure) {
        if (failure instanceof ProblemException refusal) {
            var problem = refusal.problem();
            String slug = problem.type().substring(problem.type().lastIndexOf('/') + 1);
            problem(visit, problem.status(), slug, problem.title(), problem.detail());
        } else {
            LOG.warnf("A login to a cockpit failed: %s", failure.toString());
            pages.notice(visit, 503, Notice.AWAY);
        }
    }

    private static boolean isAboutTheNewPassword(Throwable failure) {
        return failure instanceof ProblemException refusal
                && refusal.problem().errors() instanceof java.util.List<Problem.FieldError> errors
                && errors.getFirst().field().equals("newPassword");
    }

    private static String reason(Throwable failure) {
        return failure instanceof ProblemException refusal
                        && refusal.problem().errors() instanceof java.util.List<Problem.FieldError> errors
                ? errors.getFirst().message()
                : "is not accepted";
    }

    private void redirect(Visit visit, String next) {
        visit.request()
                .response()
                .putHeader(HttpHeaders.LOCATION, next)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Replies.send(vertx, visit.request(), 303, "");
    }

    private void form(Visit visit, int status, Form form) {
        pages.login(visit.request(), status, visit.cockpit(), form);
    }

    /** A page of another site must not act as this person, nor sign anybody in or out. */
    void foreign(Visit visit) {
        var request = visit.request();
        String mismatch = Origins.mismatch(request.headers(), request.authority(), visitors.scheme());
        problem(visit, 403, "foreign-origin", "Foreign origin", mismatch);
    }

    private void problem(Visit visit, int status, String slug, String title, String detail) {
        Replies.problem(vertx, visit.request(), status, slug, title, detail);
    }
}
