package hero.deployer.events;

import java.time.Instant;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A published event: {@link NewEvent} with its public id, ascending in commit order, and its time. */
public record Event(
        long id,
        String type,
        String scope,
        String subject,
        @Nullable String run,
        Instant at,
        JsonObject data) {}
