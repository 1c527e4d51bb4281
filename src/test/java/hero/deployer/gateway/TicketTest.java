package hero.deployer.gateway;

import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TicketTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final Ticket tickets = new Ticket("a secret for tests", clock);

    @Test
    void isReadAgainByAnyReplicaAndShowsNothing() {
        String ticket = tickets.seal("acme/ada", "ein Wort mit ä");

        assertThat(new Ticket("a secret for tests", clock).open("acme/ada", ticket))
                .contains("ein Wort mit ä");
        assertThat(ticket).doesNotContain("Wort").matches("[A-Za-z0-9_-]+");
        assertThat(tickets.seal("acme/ada", "ein Wort mit ä")).isNotEqualTo(ticket);
    }

    @Test
    void servesOneCockpitForFiveMinutesUnchanged() {
        String ticket = tickets.seal("acme/ada", "one-time");

        assertThat(tickets.open("acme/bob", ticket)).isEmpty();
        assertThat(new Ticket("another secret here", clock).open("acme/ada", ticket))
                .isEmpty();
        assertThat(tickets.open("acme/ada", "A" + ticket.substring(1) + "A")).isEmpty();
        for (String garbage : new String[] {"", "x", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "A".repeat(5000)}) {
            assertThat(tickets.open("acme/ada", garbage)).isEmpty();
        }
        now = now.plusSeconds(Ticket.SECONDS + 1);
        assertThat(tickets.open("acme/ada", ticket)).isEmpty();
    }
}
