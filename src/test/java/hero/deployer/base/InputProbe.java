package hero.deployer.base;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

/** A route of the tests alone, which takes everything that a form may hold. */
@Path("/test.base") // a dot: no address of the page
class InputProbe {
    record Inner(
            @Pattern(regexp = DnsLabel.REGEX, message = DnsLabel.MESSAGE)
            String name,

            int count) {}

    enum Colour {
        RED,
        BLUE
    }

    record Form(
            @NotBlank @Size(max = 100_000) String name,
            @Valid @Nullable Inner inner,
            @Valid @Nullable List<Inner> many,
            @Nullable Instant at,
            @Nullable Boolean flag,
            @Nullable Colour colour,
            @Nullable Map<String, String> environment) {}

    record Echo(String name, Instant at, JsonObject data) {}

    private final Pool pool;
    private final Idempotency idempotency;

    InputProbe(Pool pool, Idempotency idempotency) {
        this.pool = pool;
        this.idempotency = idempotency;
    }

    @POST
    @Path("forms")
    public Uni<Echo> form(@Valid @NotNull Form form) {
        return Uni.createFrom()
                .item(new Echo(
                        form.name().length() > 100 ? "long" : form.name(),
                        Instant.EPOCH,
                        new JsonObject().put("a", 1)));
    }

    @GET
    @Path("parameters")
    public Uni<String> parameters(@QueryParam("limit") @Max(500) int limit) {
        return Uni.createFrom().item("ok");
    }

    @GET
    @Path("bug")
    public Uni<String> bug() {
        return Uni.createFrom().failure(new IllegalStateException("secret inside"));
    }

    @GET
    @Path("refusal")
    public Uni<String> refusal() {
        throw ProblemException.conflict("in-the-way", "In the way", "Something is in the way.")
                .with("node", "n1");
    }

    @GET
    @Path("text")
    public Uni<String> text(@QueryParam("q") String q) {
        return pool.preparedQuery("select $1::text")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(q))
                .map(rows -> "ok");
    }

    @POST
    @Path("things")
    public Uni<Response> things(@HeaderParam("Idempotency-Key") @Nullable String key, @Valid @NotNull Form form) {
        var request = new Idempotency.Request("tester", "POST /test.base/things", key, form);
        return idempotency.inPool(request, connection -> IdempotencyProbe.effect(Tx.of(connection), form.name()));
    }

    @POST
    @Path("session-things")
    public Uni<Response> sessionThings(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Valid @NotNull Form form) {
        var request = new Idempotency.Request("tester", "POST /test.base/session-things", key, form);
        return idempotency.inSession(request, session -> IdempotencyProbe.effect(Tx.of(session), form.name()));
    }
}
