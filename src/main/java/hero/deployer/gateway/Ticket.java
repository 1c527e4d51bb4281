package hero.deployer.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Carries a one-time password from the first form to the second in a cookie that only we can read, for five minutes: neither a page nor
 * a replica keeps it.
 */
@ApplicationScoped
class Ticket {
    static final long SECONDS = 300;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 2000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final InstantSource clock;

    @Inject
    Ticket(@ConfigProperty(name = "deployer.secret") String secret) {
        this(secret, InstantSource.system());
    }

    Ticket(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(derive(secret), "AES");
        this.clock = clock;
    }

    String seal(String audience, String password) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        String text = clock.instant().getEpochSecond() + SECONDS + " " + password;
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, audience, text.getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The password, or empty when this is none of ours, another audience's or too old. */
    Optional<String> open(String audience, String ticket) {
        if (ticket.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(ticket);
            if (all.length <= NONCE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE);
            byte[] sealed = Arrays.copyOfRange(all, NONCE, all.length);
            String text = new String(crypt(Cipher.DECRYPT_MODE, nonce, audience, sealed), StandardCharsets.UTF_8);
            int middle = text.indexOf(' ');
            boolean fresh =
                    Long.parseLong(text.substring(0, middle)) >= clock.instant().getEpochSecond();
            return fresh ? Optional.of(text.substring(middle + 1)) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private byte[] crypt(int mode, byte[] nonce, String audience, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(audience.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not sealed by us", e);
        }
    }

    private static byte[] derive(String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal("gateway-login-ticket".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
