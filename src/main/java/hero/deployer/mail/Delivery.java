package hero.deployer.mail;

/** What became of one attempt to send. */
sealed interface Delivery {
    /** The server took it, with this answer. */
    record Sent(String answer) implements Delivery {}

    /** The server will never take it. */
    record Refused(String why) implements Delivery {}

    /** It certainly did not leave; try again later. */
    record Postponed(String why) implements Delivery {}

    /** It was handed over, but the server's answer never came: it may have left. */
    record Unknown(String why) implements Delivery {}
}
