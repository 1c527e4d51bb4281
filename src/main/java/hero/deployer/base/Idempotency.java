package hero.deployer.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key}: the same key by the same caller on the same route, within 24 h, gets the first answer again, with
 * {@code Idempotent-Replayed: true}.
 *
 * <p>The row commits with the effect. Concurrent ones wait for the first; another body under the same key is 422; refusals (4xx) roll
 * back and are not kept.
 */
@ApplicationScoped
public class Idempotency {
    private static final Logger LOG = Logger.getLogger(Idempotency.class);
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final int MAX_KEY_LENGTH = 255;
    private static final long CLEANUP_MILLIS = 600_000;

    /** Takes the row, or finds it taken; waits for whoever holds it and has not committed. */
    private static final String TAKE = """
            insert into idempotency (caller, route, key, body_hash) values ($1::text, $2::text, $3::text, $4::text)
            on conflict (caller, route, key) do update
            set body_hash = excluded.body_hash, status = null, replay = null, created_at = clock_timestamp()
            where idempotency.created_at < clock_timestamp() - interval '24 hours'""";

    private static final String KEEP = """
            update idempotency set status = $4::integer, replay = $5::text
            where caller = $1::text and route = $2::text and key = $3::text""";

    private static final String FIND = """
            select body_hash::text, status::integer, replay::text from idempotency
            where caller = $1::text and route = $2::text and key = $3::text""";

    private static final String CLEAN = """
            delete from idempotency where ctid = any(array(
                select ctid from idempotency where created_at < clock_timestamp() - interval '24 hours' limit 1000))""";

    /**
     * What identifies a repeat.
     *
     * @param caller who asks
     * @param route method and path, as asked
     * @param key the header's value, or null when the caller sent none: then nothing is remembered
     * @param body what was asked, hashed as canonical JSON: a record, or a text
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

    private final Pool pool;
    private final ObjectMapper mapper;
    private final ObjectMapper canonical;

    Idempotency(Pool pool, ObjectMapper mapper) {
        this.pool = pool;
        this.mapper = mapper;
        this.canonical = sorted(mapper);
    }

    @SuppressWarnings("deprecation") // the mapper is built by Quarkus; its builder is out of reach
    private static ObjectMapper sorted(ObjectMapper mapper) {
        return mapper.copy()
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true);
    }

    /** Runs {@code effect} in a transaction of the pool, or replays its first answer. */
    public Uni<Response> inPool(Request request, Function<SqlConnection, Uni<Answer>> effect) {
        return pool.withTransaction(connection ->
                once(Tx.of(connection), request, Uni.createFrom().deferred(() -> effect.apply(connection))));
    }

    /** Runs {@code effect} in a transaction of a Panache session, or replays its first answer. */
    public Uni<Response> inSession(Request request, Function<Mutiny.Session, Uni<Answer>> effect) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session ->
                        once(Tx.of(session), request, Uni.createFrom().deferred(() -> effect.apply(session)))));
    }

    private Uni<Response> once(Tx tx, Request request, Uni<Answer> effect) {
        var key = request.key();
        if (key == null) {
            return effect.map(answer -> response(answer.status(), json(answer.body())));
        }
        check(key);
        var hash = hash(request.body());
        return tx.rows("select set_config('lock_timeout', '10s', true)::text")
                .flatMap(ignored -> tx.update(TAKE, request.caller(), request.route(), key, hash))
                .flatMap(taken -> taken == 1 ? first(tx, request, key, effect) : repeat(tx, request, key, hash));
    }

    private Uni<Response> first(Tx tx, Request request, String key, Uni<Answer> effect) {
        return effect.flatMap(answer -> tx.update(
                        KEEP, request.caller(), request.route(), key, answer.status(), json(answer.replay()))
                .map(kept -> response(answer.status(), json(answer.body()))));
    }

    private Uni<Response> repeat(Tx tx, Request request, String key, String hash) {
        return tx.rows(FIND, request.caller(), request.route(), key).map(rows -> {
            var row = rows.getFirst();
            if (!hash.equals(row[0]) && !hashOfRelease1(request.body()).equals(row[0])) {
                throw ProblemException.of(
                        422,
                        "idempotency-key-reused",
                        "Idempotency-Key reused",
                        "This Idempotency-Key was sent before with another body. Take a new key for a new request.");
            }
            if (!(row[1] instanceof Integer status) || !(row[2] instanceof String replay)) {
                throw new IllegalStateException("a kept answer is not whole");
            }
            return Response.fromResponse(response(status, replay))
                    .header(REPLAYED, true)
                    .build();
        });
    }

    /** Forgets what is older than a day; every replica does, now and then. */
    void cleanUp(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(
                CLEANUP_MILLIS,
                timer -> forgetOld()
                        .subscribe()
                        .with(done -> {}, e -> LOG.warnf("old idempotency keys stay for now: %s", e.toString())));
    }

    /** A part at a time, until none is left. */
    Uni<Void> forgetOld() {
        return pool.query(CLEAN)
                .execute()
                .chain(gone -> gone.rowCount() == 0 ? Uni.createFrom().voidItem() : forgetOld());
    }

    private static void check(String key) {
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw ProblemException.badField(
                    "Idempotency-Key", "must be 1 to " + MAX_KEY_LENGTH + " printable ASCII characters");
        }
    }

    /** Of the body as JSON with its keys sorted, so that neither their order nor a {@code toString} tells two bodies apart or together. */
    private String hash(Object body) {
        try {
            return "2:" + sha256(canonical.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body cannot be written as JSON", e);
        }
    }

    /** Rows of the release before this one: its keys are good for 24 h after it. */
    private static String hashOfRelease1(Object body) {
        return sha256(body.toString());
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String json(Object body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static Response response(int status, String json) {
        return Response.status(status)
                .entity(json)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
