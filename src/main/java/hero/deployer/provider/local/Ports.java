package hero.deployer.provider.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Chooses ports that no machine has and nothing listens on. Begins anywhere, so that two deployers on one machine rarely meet. */
record Ports(int first, int last) {

    /** A machine's two. */
    record Pair(int agent, int stack) {}

    Pair choose(Set<Integer> taken) throws IOException {
        int size = last - first + 1;
        int offset = ThreadLocalRandom.current().nextInt(size);
        int[] two = IntStream.range(0, size)
                .map(step -> first + (offset + step) % size)
                .filter(port -> !taken.contains(port))
                .filter(Ports::isFree)
                .limit(2)
                .toArray();
        if (two.length < 2) {
            throw new IOException("no free ports are left between " + first + " and " + last);
        }
        return new Pair(two[0], two[1]);
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
