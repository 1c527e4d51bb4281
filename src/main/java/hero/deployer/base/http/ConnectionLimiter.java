package hero.deployer.base.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of one address. One that only waits, for the head of a request or in the middle of one, gives way to a newer one:
 * whoever opens thousands and says nothing keeps nobody else of that address out.
 */
final class ConnectionLimiter {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostWaiting;
    private final Map<Object, Places> byAddress = new ConcurrentHashMap<>();
    private final Counter refused = Metrics.counter("deployer.http.connections.refused");
    private final Counter displaced = Metrics.counter("deployer.http.connections.displaced");

    ConnectionLimiter(int most, int mostWaiting) {
        this.most = most;
        this.mostWaiting = mostWaiting;
    }

    /** The connections of one address; guarded by itself. */
    private static final class Places {
        private final Set<Channel> waiting = new LinkedHashSet<>();
        private int open;
    }

    /** One connection's place, given back when it closes. */
    final class Place {
        private final Channel channel;
        private final Object address;

        private Place(Channel channel, Object address) {
            this.channel = channel;
            this.address = address;
        }

        /** It waits for the head of a request; the one that waits longest may have to go. */
        void waits() {
            var oldest = change(places -> {
                places.waiting.add(channel);
                return places.waiting.size() > mostWaiting ? takeOldest(places) : null;
            });
            close(oldest);
        }

        /** It has a request to answer. */
        void works() {
            change(places -> {
                places.waiting.remove(channel);
                return null;
            });
        }

        private void leave() {
            byAddress.computeIfPresent(address, (same, places) -> {
                synchronized (places) {
                    places.waiting.remove(channel);
                    places.open--;
                    return places.open == 0 ? null : places;
                }
            });
        }

        private @Nullable Channel change(java.util.function.Function<Places, @Nullable Channel> step) {
            var places = byAddress.get(address);
            if (places == null || !channel.isOpen()) {
                return null;
            }
            synchronized (places) {
                return step.apply(places);
            }
        }
    }

    /** A place for a new connection, which waits; null when its address has too many that are at work. */
    @Nullable
    Place admit(Channel channel) {
        var address = network(channel.remoteAddress());
        var pushed = new Channel[1];
        var admitted = new boolean[1];
        byAddress.compute(address, (same, known) -> {
            var places = known == null ? new Places() : known;
            synchronized (places) {
                if (places.open >= most) {
                    pushed[0] = takeOldest(places);
                }
                admitted[0] = places.open < most || pushed[0] != null;
                if (admitted[0]) {
                    places.open++;
                }
                return places.open == 0 ? null : places;
            }
        });
        close(pushed[0]);
        if (!admitted[0]) {
            refused.increment();
            return null;
        }
        var place = new Place(channel, address);
        channel.closeFuture().addListener(closed -> place.leave());
        place.waits();
        return place;
    }

    private static @Nullable Channel takeOldest(Places places) {
        var all = places.waiting.iterator();
        if (!all.hasNext()) {
            return null;
        }
        var oldest = all.next();
        all.remove();
        return oldest;
    }

    private void close(@Nullable Channel oldest) {
        if (oldest != null) {
            displaced.increment();
            oldest.close();
        }
    }

    /** An IPv4 address, or an IPv6 network: whoever has one of the latter has all its addresses. */
    private static Object network(@Nullable SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address instanceof Inet6Address six) {
            return ByteBuffer.wrap(six.getAddress(), 0, NETWORK_BYTES).getLong();
        }
        return address == null ? "unknown" : address;
    }
}
