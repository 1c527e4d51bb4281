package hero.deployer.removal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import hero.deployer.provider.Contract;

/**
 * A contract that no instance owned when we last looked.
 *
 * @param firstSeen when it was first seen so
 * @param lastSeen when it was last seen so; later than {@code firstSeen} after two looks
 * @param sweepBy who asked to give it up, or null
 */
record Orphan(
        Contract contract,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable String sweepBy) {}
