package hero.deployer.mail;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Ids;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.task.NewTask;
import hero.deployer.task.Tasks;

/** Queues mail in the caller's transaction; it leaves when a mail server takes it, and stays here when none is configured. */
@ApplicationScoped
public class Outbox {
    private final MailStore store;
    private final MailNews news;
    private final Tasks tasks;
    private final MailConfig config;
    private final String deployer;

    Outbox(
            MailStore store,
            MailNews news,
            Tasks tasks,
            MailConfig config,
            @ConfigProperty(name = "deployer.url") String deployer) {
        this.store = store;
        this.news = news;
        this.tasks = tasks;
        this.config = config;
        this.deployer = deployer;
    }

    /**
     * A mail as people see it: never its body.
     *
     * @param state queued, sent, failed, or unknown: it may have left; only a person decides to send it again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            String id,
            @Nullable String organization,
            String to,
            String subject,

            @Schema(enumeration = {"queued", "sent", "unknown", "failed"})
            String state,

            long attempts,
            @Nullable String error,
            String messageId,
            Instant createdAt,
            @Nullable Instant sentAt) {}

    /** Queues {@code mail} unless its key is known. */
    public Uni<Void> enqueue(Tx tx, NewMail mail) {
        var id = Ids.next("mail");
        return store.insert(tx, id, messageId(mail.key()), oneLined(mail))
                .chain(made -> made ? queued(tx, id) : Uni.createFrom().voidItem());
    }

    /** Forgets every mail of a scope that is gone; what has not left does not leave any more. */
    public Uni<Void> forget(Tx tx, String scope) {
        return store.forget(tx, scope);
    }

    /** One mail; empty when there is none. */
    public Uni<Optional<Entry>> find(Tx tx, String id) {
        return store.find(tx, id);
    }

    /**
     * Mails, newest first.
     *
     * @param scopes of these scopes only; null: of all
     * @param state in this state only; null: in any
     */
    public Uni<Page<Entry>> list(
            Tx tx, @Nullable List<String> scopes, @Nullable String state, @Nullable String cursor, int limit) {
        var joined = scopes == null ? null : String.join(",", scopes);
        return store.list(tx, joined, state, before(cursor), limit + 1).map(found -> {
            var items = found.stream().limit(limit).map(MailStore.Placed::entry).toList();
            var next =
                    found.size() > limit ? String.valueOf(found.get(limit - 1).seq()) : null;
            return new Page<>(items, next);
        });
    }

    /** Queues a mail again whose outcome is unknown or that failed; false for one that is queued or was sent. */
    public Uni<Boolean> resend(Tx tx, String id) {
        return store.requeue(tx, id)
                .call(queued -> queued ? queued(tx, id) : Uni.createFrom().voidItem());
    }

    private Uni<Void> queued(Tx tx, String id) {
        return news.changed(tx, id).chain(() -> tasks.enqueue(tx, NewTask.now(MailTask.KIND, id)));
    }

    private static long before(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.badField("cursor", "is none that a list gave");
        }
    }

    /** Line breaks would let a name write headers of its own. */
    private static NewMail oneLined(NewMail mail) {
        return new NewMail(
                mail.key(),
                mail.scope(),
                mail.to().replaceAll("[\\s\\p{Cntrl}<>]", ""),
                mail.subject().replaceAll("\\p{Cntrl}+", " ").strip(),
                mail.text().replace("\0", ""),
                mail.html() == null ? null : mail.html().replace("\0", ""));
    }

    /** The same for the same key, and not another deployer's. */
    private String messageId(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((deployer + "\n" + key).getBytes(StandardCharsets.UTF_8));
            return "<" + HexFormat.of().formatHex(digest, 0, 16) + "@"
                    + config.from().domain() + ">";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
