package hero.deployer.mail;

import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;

/** Writes a mail as the text that SMTP carries. */
final class Mime {
    private static final String NEW_LINE = "\r\n";

    private Mime() {}

    /** The whole message with CRLF line ends, a line's leading dot doubled, the closing dot not included. */
    static String written(Mail mail, Mailbox recipient, MailConfig config) {
        var from = config.from();
        var name = from.name().isBlank() ? config.fromName() : from.name();
        var message = new MailMessage()
                .setFrom(from.address() + " (" + name.replaceAll("[()\\\\\\p{Cntrl}]", "") + ")")
                .setSubject(mail.subject())
                .setText(mail.text())
                .addHeader("Message-ID", mail.messageId())
                .addHeader("Auto-Submitted", "auto-generated");
        if (recipient.needsUtf8()) {
            // written as it is: only a server that takes such letters gets it
            message.addHeader("To", recipient.address());
        } else {
            message.setTo(recipient.address());
        }
        if (mail.html() != null) {
            message.setHtml(mail.html());
        }
        var lines = new MailEncoder(message, from.domain()).encode().split("\r?\n|\r", -1);
        var written = new StringBuilder();
        for (var line : lines) {
            if (line.startsWith(".")) {
                written.append('.');
            }
            written.append(line).append(NEW_LINE);
        }
        return written.toString();
    }
}
