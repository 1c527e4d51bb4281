package hero.deployer.identity;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import hero.deployer.base.ProblemException;

/** Computes slow hashes on a few threads of its own, so that a flood of sign-ins starves nothing else. */
@Singleton
final class PasswordHasher {
    private final ThreadPoolExecutor threads;
    private final int iterations;
    private final PasswordHash nobodys;

    PasswordHasher(IdentityConfig config) {
        var hashing = config.hashing();
        iterations = hashing.iterations();
        threads = new ThreadPoolExecutor(
                hashing.threads(),
                hashing.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(hashing.queue()),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
        nobodys = PasswordHash.of(OneTimePassword.next(), iterations);
    }

    /** The written hash of a password. */
    Uni<String> hash(String password) {
        return run(() -> PasswordHash.of(password, iterations).written());
    }

    Uni<Boolean> matches(String password, String written) {
        return run(() -> PasswordHash.parse(written).matches(password));
    }

    /** As long as a real comparison, and always false: for accounts that do not exist or have no chosen password. */
    Uni<Boolean> matchesNobody(String password) {
        return run(() -> nobodys.matches(password)).map(matched -> false);
    }

    private <T> Uni<T> run(Supplier<T> work) {
        var context = Vertx.currentContext();
        var result = Uni.createFrom()
                .item(work)
                .runSubscriptionOn(threads)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> ProblemException.of(
                        503, "busy", "Busy", "Too many people are signing in at this moment; try again shortly."));
        return context == null ? result : result.emitOn(task -> context.runOnContext(nothing -> task.run()));
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
