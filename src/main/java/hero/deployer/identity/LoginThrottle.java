package hero.deployer.identity;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/**
 * Slows guesses down, on every replica alike: a leaky bucket per account and one per address, in the database.
 *
 * <p>An address from which the account was signed in to before has a bucket of its own, so that guesses made elsewhere never lock somebody
 * out; everybody else waits no longer than the guessing goes on. A right one-time password never gets here: it cannot be guessed.
 */
@Singleton
final class LoginThrottle {
    private final IdentityConfig.Throttle config;

    LoginThrottle(IdentityConfig config) {
        this.config = config.throttle();
    }

    private record Bucket(String kind, String subject, int burst, Duration interval) {}

    /** A guess that was let through; given back if it turns out to be right. */
    record Pass(String username, String address, boolean known) {}

    /** What came of asking: a pass, or seconds to wait. */
    record Asked(Optional<Pass> pass, long waitSeconds) {}

    Uni<Asked> ask(Tx tx, String username, String address) {
        var from = AddressBlock.of(address);
        return known(tx, username, from).chain(known -> {
            var pass = new Pass(username, from, known);
            return take(tx, account(pass)).chain(wait -> {
                if (wait > 0 || known) {
                    return Uni.createFrom().item(answer(pass, wait));
                }
                return take(tx, address(pass))
                        .call(more -> more > 0
                                ? giveBack(tx, account(pass))
                                : Uni.createFrom().voidItem())
                        .map(more -> answer(pass, more));
            });
        });
    }

    private static Asked answer(Pass pass, long wait) {
        return wait > 0 ? new Asked(Optional.empty(), wait) : new Asked(Optional.of(pass), 0);
    }

    /** The password was right: the guess does not count, and the address is theirs from now on. */
    Uni<Void> succeeded(Tx tx, @Nullable Pass pass, String username, String address) {
        var back = pass == null
                ? Uni.createFrom().voidItem()
                : forget(tx, account(pass))
                        .chain(() -> pass.known() ? Uni.createFrom().voidItem() : giveBack(tx, address(pass)));
        return back.chain(() -> tx.update(
                        "insert into login_address (username, address) values ($1::text, $2::text)"
                                + " on conflict (username, address) do update set last_success_at = clock_timestamp()",
                        username,
                        AddressBlock.of(address)))
                .replaceWithVoid();
    }

    private Uni<Boolean> known(Tx tx, String username, String address) {
        return tx.rows(
                        "select 1::bigint from login_address where username = $1::text and address = $2::text"
                                + " and last_success_at > clock_timestamp() - $3::bigint * interval '1 second'",
                        username,
                        address,
                        config.knownAddress().toSeconds())
                .map(rows -> !rows.isEmpty());
    }

    private Bucket account(Pass pass) {
        // what was typed as a name may be a password: only its hash is kept
        var subject = Secrets.hash(pass.known() ? pass.username() + " " + pass.address() : pass.username());
        return new Bucket(pass.known() ? "known" : "account", subject, config.accountBurst(), config.accountInterval());
    }

    private Bucket address(Pass pass) {
        return new Bucket("address", pass.address(), config.addressBurst(), config.addressInterval());
    }

    /** Pours one guess in; zero when it fitted, else the seconds until it would. */
    private Uni<Long> take(Tx tx, Bucket bucket) {
        var interval = bucket.interval().toMillis();
        var depth = interval * bucket.burst();
        return tx.update(
                        "insert into login_throttle as t (kind, subject, drains_at)"
                                + " values ($1::text, $2::text, clock_timestamp() + $3::bigint * interval '1 millisecond')"
                                + " on conflict (kind, subject) do update set drains_at ="
                                + " greatest(t.drains_at, clock_timestamp()) + $3::bigint * interval '1 millisecond'"
                                + " where greatest(t.drains_at, clock_timestamp()) + $3::bigint * interval '1 millisecond'"
                                + " <= clock_timestamp() + $4::bigint * interval '1 millisecond'",
                        bucket.kind(),
                        bucket.subject(),
                        interval,
                        depth)
                .chain(taken -> taken > 0 ? Uni.createFrom().item(0L) : wait(tx, bucket, depth - interval));
    }

    private static Uni<Long> wait(Tx tx, Bucket bucket, long room) {
        return tx.rows(
                        "select greatest(1, ceil(extract(epoch from drains_at - clock_timestamp()"
                                + " - $3::bigint * interval '1 millisecond')))::bigint"
                                + " from login_throttle where kind = $1::text and subject = $2::text",
                        bucket.kind(),
                        bucket.subject(),
                        room)
                .map(rows -> rows.isEmpty()
                        ? 1L
                        : ((Number) java.util.Objects.requireNonNull(rows.getFirst()[0])).longValue());
    }

    private static Uni<Void> giveBack(Tx tx, Bucket bucket) {
        return tx.update(
                        "update login_throttle set drains_at = drains_at - $3::bigint * interval '1 millisecond'"
                                + " where kind = $1::text and subject = $2::text",
                        bucket.kind(),
                        bucket.subject(),
                        bucket.interval().toMillis())
                .replaceWithVoid();
    }

    private static Uni<Void> forget(Tx tx, Bucket bucket) {
        return tx.update(
                        "delete from login_throttle where kind = $1::text and subject = $2::text",
                        bucket.kind(),
                        bucket.subject())
                .replaceWithVoid();
    }
}
