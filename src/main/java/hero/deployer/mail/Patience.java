package hero.deployer.mail;

import java.time.Duration;

/**
 * How long a mail server is waited for.
 *
 * @param connect until it takes the connection
 * @param reply for each answer
 * @param accept for the answer to a whole mail, which a server may search and store first
 * @param whole for everything together
 */
record Patience(Duration connect, Duration reply, Duration accept, Duration whole) {
    static Patience of(MailConfig config) {
        return new Patience(config.connectTimeout(), config.replyTimeout(), config.acceptTimeout(), config.deadline());
    }

    /** The same, for somebody who waits: no longer than {@code most}. */
    Patience within(Duration most) {
        return new Patience(shorter(connect, most), shorter(reply, most), shorter(accept, most), shorter(whole, most));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
