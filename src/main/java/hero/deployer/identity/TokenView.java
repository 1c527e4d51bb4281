package hero.deployer.identity;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An API token as JSON; {@code token}, the secret itself, only in the answer that made it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenView(
        String id,
        String name,
        @Nullable String token,
        String owner,

        @Schema(enumeration = {"viewer", "operator", "admin"})
        String role,

        @Nullable String organization,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    static TokenView of(ApiToken kept) {
        return withSecret(kept, null);
    }

    static TokenView withSecret(ApiToken kept, @Nullable String secret) {
        var cap = RoleView.of(kept.cap());
        return new TokenView(
                kept.id,
                kept.name,
                secret,
                kept.owner,
                cap.role(),
                cap.organization(),
                kept.createdAt,
                kept.expiresAt,
                kept.lastUsedAt);
    }
}
