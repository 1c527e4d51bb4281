package hero.deployer.base;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key}: the same key by the same caller on the same route, within 24 h, gets the first answer again.
 *
 * <p>The row commits with the effect. Concurrent ones wait for the first; another body under the same key is 422; refusals (4xx) roll
 * back and are not kept.
 */
@ApplicationScoped
public class Idempotency {

    /**
     * What identifies a repeat.
     *
     * @param caller who asks
     * @param route method and path, as asked
     * @param key the header's value, or null when the caller sent none: then nothing is remembered
     * @param body what was asked, hashed; anything whose {@code toString} tells two bodies apart, such as a record
     */
    public record Request(
            String caller, String route, @Nullable String key, Object body) {}

    /**
     * An answer to give now and the one to replay.
     *
     * @param status HTTP status
     * @param body the JSON body of the first answer, which may hold a secret
     * @param replay the JSON body kept for repeats, without secrets
     */
    public record Answer(int status, Object body, Object replay) {
        public static Answer of(int status, Object body) {
            return new Answer(status, body, body);
        }
    }

    /** Runs {@code effect} in a transaction of the pool, or replays its first answer. */
    public Uni<Response> inPool(
            Request request, Function<io.vertx.mutiny.sqlclient.SqlConnection, Uni<Answer>> effect) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Runs {@code effect} in a transaction of a Panache session, or replays its first answer. */
    public Uni<Response> inSession(
            Request request, Function<org.hibernate.reactive.mutiny.Mutiny.Session, Uni<Answer>> effect) {
        throw new UnsupportedOperationException("skeleton");
    }
}
