package hero.deployer.mail;

import java.util.List;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** Tells whoever listens what became of a mail. */
@Singleton
final class MailNews {
    private final MailStore store;
    private final List<MailListener> listeners;

    MailNews(MailStore store, @Any Instance<MailListener> found) {
        this.store = store;
        this.listeners = found.stream().toList();
    }

    Uni<Void> changed(Tx tx, String id) {
        return store.find(tx, id).chain(mail -> {
            var told = Uni.createFrom().voidItem();
            for (var listener : mail.isPresent() ? listeners : List.<MailListener>of()) {
                told = told.chain(() -> listener.changed(tx, mail.orElseThrow()));
            }
            return told;
        });
    }
}
