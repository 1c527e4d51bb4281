package hero.deployer.instance;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an agent may send us in whichever pieces it likes. */
class ReceivedTest {
    private static final int MOST = 64 * 1024;

    @Test
    void aFloodOfSinglyBytesCostsAboutWhatItIsLong() {
        var received = new Received(MOST);
        var one = Buffer.buffer("x");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < MOST; i++) {
            assertTaken(received, one);
        }

        // copied at each piece it would be 2 GiB
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32L << 20);
        assertThat(received.bytes()).hasSize(MOST).containsOnly('x');
        assertThat(received.add(one)).isFalse();
    }

    private static void assertTaken(Received received, Buffer piece) {
        if (!received.add(piece)) {
            throw new AssertionError("refused within the bound");
        }
    }

    @Test
    void thePiecesStayWhatTheyAre() {
        var received = new Received(8);
        var first = Buffer.buffer("ab");

        assertTaken(received, first);
        assertTaken(received, Buffer.buffer("cd"));
        assertTaken(received, Buffer.buffer("efgh"));

        assertThat(received.bytes()).asString().isEqualTo("abcdefgh");
        assertThat(first).hasToString("ab");
    }

    @Test
    void whatIsTooLongAtOnceIsNotTaken() {
        var received = new Received(3);

        assertThat(received.add(Buffer.buffer("abcd"))).isFalse();
        assertThat(received.bytes()).isEmpty();
    }
}
