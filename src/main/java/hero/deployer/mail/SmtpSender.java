package hero.deployer.mail;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * One conversation with the mail server per mail. It knows exactly up to when nothing can have left, which no library at hand tells (the
 * mail client of Vert.x gives one failure for a connection that closes, before and after the mail): that is what decides between trying
 * again and asking a person.
 */
@Singleton
final class SmtpSender {
    private final MailConfig config;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mail-watchdog").daemon().factory());

    SmtpSender(MailConfig config) {
        this.config = config;
    }

    boolean isConfigured() {
        return config.host().filter(host -> !host.isBlank()).isPresent();
    }

    /** Blocks for as long as the settings' deadline at the most. */
    Delivery send(Mail mail) {
        return new SmtpAttempt(config, Patience.of(config), mail, () -> {}).run(watchdog);
    }

    /** The same without holding the caller's thread, within {@code most}. Whoever cancels it hangs up. */
    Uni<Delivery> send(Mail mail, Duration most, SmtpAttempt.Handover handover) {
        return Uni.createFrom().deferred(() -> {
            var attempt = new SmtpAttempt(config, Patience.of(config).within(most), mail, handover);
            var context = Vertx.currentContext();
            var sending = Uni.createFrom().<Delivery>emitter(emitter -> {
                emitter.onTermination(attempt::hangUp);
                // a server may take minutes for an answer: a thread of the system would be too dear
                Thread.ofVirtual().name("mail-" + mail.id()).start(() -> emitter.complete(attempt.run(watchdog)));
            });
            return context == null ? sending : sending.emitOn(task -> context.runOnContext(nothing -> task.run()));
        });
    }

    @PreDestroy
    void close() {
        watchdog.shutdownNow();
    }
}
