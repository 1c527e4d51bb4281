package hero.deployer.identity;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A reissued one-time password; a repeated answer comes without it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OneTimePasswordView(String username, @Nullable String oneTimePassword, Instant expiresAt) {}
