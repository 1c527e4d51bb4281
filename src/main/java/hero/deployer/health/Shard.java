package hero.deployer.health;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.zip.CRC32C;

/** Shares instances out over replicas by rendezvous: when one comes or goes, only its own share moves. Pure. */
final class Shard {
    private Shard() {}

    /** Whether {@code instance} falls to {@code mine}, given every live replica, which {@code mine} is one of. */
    static boolean isMine(String instance, String mine, Collection<String> live) {
        return live.stream()
                .max(Comparator.comparingLong((String replica) -> weight(instance, replica))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(mine::equals)
                .isPresent();
    }

    private static long weight(String instance, String replica) {
        var checksum = new CRC32C();
        checksum.update((replica + " " + instance).getBytes(StandardCharsets.UTF_8));
        // a checksum alone is linear: two replicas would always differ by the same bits
        long mixed = checksum.getValue() * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
    }
}
