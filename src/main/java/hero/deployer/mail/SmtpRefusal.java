package hero.deployer.mail;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The server answered a command with something else than what lets the conversation go on. */
final class SmtpRefusal extends Exception {
    static final String SENDER = "MAIL FROM";
    static final String RECIPIENT = "RCPT TO";

    private static final long serialVersionUID = 1L;
    private static final int PERMANENT = 500;
    /** Sign in; another way of signing in; wrong credentials; encrypt first. */
    private static final Set<Integer> LOGIN = Set.of(530, 534, 535, 538);

    private final int code;
    private final boolean aboutSettings;

    /** @param signedIn whether we proved who we are: to strangers a server may only refuse to relay */
    SmtpRefusal(String command, SmtpConnection.Reply reply, boolean signedIn) {
        super(
                command + ": " + reply.code() + " " + reply.text() + remedy(command, reply, signedIn),
                null,
                false,
                false);
        this.code = reply.code();
        this.aboutSettings = setting(command, reply, signedIn) != null;
    }

    /** Whether the server will never take this mail. What its settings cause is mended, and the mail then leaves. */
    boolean isPermanent() {
        return code >= PERMANENT && !aboutSettings;
    }

    private static String remedy(String command, SmtpConnection.Reply reply, boolean signedIn) {
        var setting = setting(command, reply, signedIn);
        return setting == null ? "" : " (check " + setting + ")";
    }

    private static @Nullable String setting(String command, SmtpConnection.Reply reply, boolean signedIn) {
        boolean relaying =
                command.equals(RECIPIENT) && !signedIn && reply.text().startsWith("5.7.");
        if (LOGIN.contains(reply.code()) || relaying) {
            return "DEPLOYER_MAIL_USERNAME, _PASSWORD and _TLS: the server takes mail from those it knows";
        }
        return reply.code() >= PERMANENT && command.equals(SENDER)
                ? "DEPLOYER_MAIL_FROM: the server does not take mail from this address"
                : null;
    }
}
