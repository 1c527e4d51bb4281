package hero.deployer.instance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Derives agent tokens: HMAC-SHA256 of the fleet key over instance id and generation. Stored nowhere in clear. The key is
 * {@code deployer.fleet-key}, the same on every replica; another key makes every agent refuse us.
 */
@ApplicationScoped
public class AgentTokens {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST_KEY = 16;

    private static final int MOST_KEPT = 50_000;

    private final SecretKeySpec key;

    /** Derived once and kept in memory alone: a probe every few seconds need not derive it again. */
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(int generation, String header) {}

    public AgentTokens(@ConfigProperty(name = "deployer.fleet-key") Optional<String> fleetKey) {
        var given = fleetKey.orElse("");
        if (given.length() < SHORTEST_KEY) {
            throw new IllegalStateException(
                    "DEPLOYER_FLEET_KEY is missing or shorter than " + SHORTEST_KEY + " characters");
        }
        this.key = new SecretKeySpec(given.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** The {@code Authorization} header for an instance's agent. */
    String bearer(String instance, int generation) {
        var known = kept.get(instance);
        if (known != null && known.generation() == generation) {
            return known.header();
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        var header = "Bearer " + token(instance, generation);
        kept.put(instance, new Kept(generation, header));
        return header;
    }

    public String token(String instance, int generation) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            // an id has no space, so that no two pairs read alike
            var made = mac.doFinal((instance + " " + generation).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    /** What the machine is given: the token's SHA-256 in lower-case hex. */
    public String tokenSha256(String instance, int generation) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(token(instance, generation).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
