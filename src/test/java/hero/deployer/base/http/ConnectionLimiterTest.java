package hero.deployer.base.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has to go when one address has too many connections. */
class ConnectionLimiterTest {
    private final ConnectionLimiter limiter = new ConnectionLimiter(4, 3);

    @Test
    void the_one_that_waits_longest_gives_way() {
        var all = new ArrayList<EmbeddedChannel>();
        for (int i = 0; i < 10; i++) {
            all.add(admitted("10.0.0.1"));
        }

        assertThat(all.subList(0, 7)).noneMatch(EmbeddedChannel::isOpen);
        assertThat(all.subList(7, 10)).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void one_at_work_never_gives_way_and_beyond_the_bound_nobody_is_admitted() {
        var working = new ArrayList<EmbeddedChannel>();
        for (int i = 0; i < 4; i++) {
            var channel = channel("10.0.0.1");
            var place = Objects.requireNonNull(limiter.admit(channel));
            place.works();
            working.add(channel);
        }

        assertThat(limiter.admit(channel("10.0.0.1"))).isNull();
        assertThat(working).allMatch(EmbeddedChannel::isOpen);
        assertThat(limiter.admit(channel("10.0.0.2"))).isNotNull();

        working.getFirst().close();
        assertThat(limiter.admit(channel("10.0.0.1"))).isNotNull();
    }

    @Test
    void one_that_rests_between_two_requests_waits_again() {
        var first = channel("10.0.0.1");
        var place = Objects.requireNonNull(limiter.admit(first));
        place.works();
        var others = List.of(admitted("10.0.0.1"), admitted("10.0.0.1"), admitted("10.0.0.1"));
        place.waits();

        assertThat(others.getFirst().isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void a_network_of_ipv6_is_one_address() {
        var all = new ArrayList<EmbeddedChannel>();
        for (int i = 1; i <= 10; i++) {
            all.add(admitted("2001:db8:0:1::" + i));
        }

        assertThat(all.stream().filter(EmbeddedChannel::isOpen)).hasSize(3);
        assertThat(admitted("2001:db8:0:2::1").isOpen()).isTrue();
    }

    private EmbeddedChannel admitted(String address) {
        var channel = channel(address);
        assertThat(limiter.admit(channel)).isNotNull();
        return channel;
    }

    private static EmbeddedChannel channel(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1234);
            }
        };
    }
}
