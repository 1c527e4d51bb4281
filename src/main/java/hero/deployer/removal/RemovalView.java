package hero.deployer.removal;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;

import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/**
 * A removal as JSON.
 *
 * @param keptUntil of a drained one: until when its machine is kept
 * @param stackStopped whether its stack took the order to stop
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RemovalView(
        String id,
        @Schema(enumeration = {"instance", "organization"}) String kind,
        String organization,
        @Nullable String instance,
        @Nullable String person,

        @Schema(enumeration = {"running", "failed", "succeeded"})
        String state,

        int attempts,
        @Nullable String waitingFor,
        @Nullable Instant givesUpAt,
        @Nullable Instant keptUntil,
        @Nullable Boolean stackStopped,
        @Nullable ProblemView problem,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * Why it stopped and what to do.
     *
     * @param code what happened, stable: match it, never the words
     */
    record ProblemView(
            @Schema(enumeration = {"transient", "capacity", "refused", "bug"})
            String kind,

            String code,
            String message,
            String next) {
        static ProblemView of(Failure failure) {
            return new ProblemView(
                    failure.kind().name().toLowerCase(Locale.ROOT), failure.code(), failure.message(), failure.next());
        }
    }

    static RemovalView of(Removal removal) {
        return switch (removal.state()) {
            case RemovalState.Running running ->
                view(removal, "running", running.attempts(), running.waitingFor(), running.givesUpAt(), null);
            case RemovalState.Failed failed -> view(removal, "failed", 0, null, null, ProblemView.of(failed.failure()));
            case RemovalState.Succeeded succeeded -> view(removal, "succeeded", 0, null, null, null);
        };
    }

    static Response accepted(Removal removal) {
        return Response.accepted(of(removal))
                .location(URI.create("/api/v1/removals/" + removal.id()))
                .build();
    }

    private static RemovalView view(
            Removal removal,
            String state,
            int attempts,
            @Nullable String waitingFor,
            @Nullable Instant givesUpAt,
            @Nullable ProblemView problem) {
        return new RemovalView(
                removal.id(),
                removal.instance() == null ? "organization" : "instance",
                removal.organization(),
                removal.instance(),
                removal.person(),
                state,
                attempts,
                waitingFor,
                givesUpAt,
                removal.drain() == null ? null : removal.drain().until(),
                removal.drain() == null ? null : removal.drain().stopped(),
                problem,
                removal.actor(),
                removal.startedAt(),
                removal.endedAt());
    }
}
