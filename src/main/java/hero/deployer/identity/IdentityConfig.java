package hero.deployer.identity;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** How people prove who they are. */
@ConfigMapping(prefix = "deployer.identity")
interface IdentityConfig {
    /** How long a one-time password may be used; then it must be reissued. */
    @WithDefault("PT24H")
    Duration oneTimePassword();

    /** How long a console session lasts. */
    @WithDefault("PT12H")
    Duration consoleSession();

    /** How long a cockpit session lasts. */
    @WithDefault("P7D")
    Duration cockpitSession();

    /** How long a replica may go on believing in a session or token that another one ended. */
    @WithDefault("PT2S")
    Duration belief();

    Hashing hashing();

    Throttle throttle();

    /** The slow hash of chosen passwords. */
    interface Hashing {
        /** Rounds of PBKDF2-HMAC-SHA256. */
        @WithDefault("600000")
        int iterations();

        /** How many are computed at once: each takes a whole core for a good while. */
        @WithDefault("2")
        @Allowed(most = 64)
        int threads();

        /** How many may wait; more are refused with 503. */
        @WithDefault("32")
        int queue();
    }

    /** Wrong guesses: so many at once, then one per interval. */
    interface Throttle {
        @WithDefault("5")
        int accountBurst();

        @WithDefault("PT30S")
        Duration accountInterval();

        @WithDefault("10")
        int addressBurst();

        @WithDefault("PT10S")
        Duration addressInterval();

        /** How long an address from which somebody signed in stays theirs, and unharmed by guesses made elsewhere. */
        @WithDefault("P30D")
        Duration knownAddress();
    }
}
