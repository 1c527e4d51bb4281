package hero.deployer.mail;

/** The server answered a command with something else than what lets the conversation go on. */
final class SmtpRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int PERMANENT = 500;

    private final int code;

    SmtpRefusal(String command, SmtpConnection.Reply reply) {
        super(command + ": " + reply.code() + " " + reply.text(), null, false, false);
        this.code = reply.code();
    }

    boolean isPermanent() {
        return code >= PERMANENT;
    }
}
