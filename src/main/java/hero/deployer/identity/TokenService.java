package hero.deployer.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Ids;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Makes, lists and ends API tokens. Nobody makes one that may more, or lasts longer, than what he came with. */
@Singleton
final class TokenService {
    private static final int PER_PERSON = 100;
    private static final String PREFIX = "hero_";
    /** The database keeps no time that is much later than this. */
    private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");

    private final AuditLog audit;
    private final IdentityNews news;
    private final CallerCache cache;

    TokenService(AuditLog audit, IdentityNews news, CallerCache cache) {
        this.audit = audit;
        this.news = news;
        this.cache = cache;
    }

    /** What the one who asks came with: a session's cap takes nothing away and has no end of its own. */
    private record Maker(Grant cap, @Nullable Instant expiresAt) {}

    /** A new token and, this once, its secret. */
    record Made(ApiToken token, String secret) {}

    Uni<Made> create(Mutiny.Session session, Caller caller, Credential credential, CreateToken form) {
        return maker(session, credential).chain(maker -> {
            var cap = form.cap(maker.cap());
            checkRights(caller, maker, form, cap);
            return checkRoom(session, caller).chain(() -> persist(session, caller, form, cap, expiry(maker, form)));
        });
    }

    private Uni<Made> persist(
            Mutiny.Session session, Caller caller, CreateToken form, Grant cap, @Nullable Instant expiresAt) {
        var secret = PREFIX + Secrets.next();
        var token = new ApiToken();
        token.id = Ids.next("tok");
        token.secretHash = Secrets.hash(secret);
        token.name = form.name().strip();
        token.owner = caller.username();
        token.role = cap.role().name();
        token.scope = cap.scope();
        token.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        token.expiresAt = expiresAt;
        return session.persist(token)
                .chain(session::flush)
                .chain(() -> audit.append(Tx.of(session), entry(caller, "token.create", token)))
                .chain(() -> news.tokenCreated(Tx.of(session), token))
                .replaceWith(new Made(token, secret));
    }

    Uni<Page<TokenView>> list(String owner, @Nullable String cursor, int limit) {
        return Panache.withSession(() -> ApiToken.<ApiToken>find(
                                "owner = ?1 and id > ?2 order by id", owner, cursor == null ? "" : cursor)
                        .range(0, limit)
                        .list())
                .map(found -> new Page<>(
                        found.stream().limit(limit).map(TokenView::of).toList(),
                        found.size() > limit ? found.get(limit - 1).id : null));
    }

    Uni<Void> delete(Caller caller, Credential credential, String id) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.find(ApiToken.class, id)
                                .map(found -> visible(caller, found))
                                .call(token -> maker(session, credential)
                                        .invoke(maker -> checkMayEnd(maker, credential, token)))
                                .chain(token -> session.remove(token)
                                        .chain(session::flush)
                                        .chain(() -> audit.append(Tx.of(session), entry(caller, "token.delete", token)))
                                        .chain(() -> news.tokenDeleted(Tx.of(session), token)))))
                .invoke(cache::forgetAll);
    }

    private static ApiToken visible(Caller caller, @Nullable ApiToken found) {
        if (found == null || !found.owner.equals(caller.username()) && !caller.may(Role.ADMIN, "")) {
            throw ProblemException.notFound("such token");
        }
        return found;
    }

    private static Uni<Maker> maker(Mutiny.Session session, Credential credential) {
        return switch (credential) {
            case Credential.Session signedIn -> Uni.createFrom().item(new Maker(Rights.ALL, null));
            case Credential.Token token ->
                session.createQuery("from ApiToken where secretHash = ?1", ApiToken.class)
                        .setParameter(1, token.secretHash())
                        .getSingleResultOrNull()
                        .map(kept -> {
                            if (kept == null) {
                                throw ProblemException.unauthorized("The token has ended.");
                            }
                            return new Maker(kept.cap(), kept.expiresAt);
                        });
        };
    }

    private static void checkRights(Caller caller, Maker maker, CreateToken form, Grant cap) {
        if (maker.cap().role() != Role.ADMIN || !Rights.includes(maker.cap(), cap)) {
            throw ProblemException.forbidden("A token makes no token that may more than itself.");
        }
        if (form.organization() != null) {
            caller.require(form.role() == null ? Role.VIEWER : cap.role(), form.organization());
        } else if (form.role() != null
                && caller.grants().stream().noneMatch(grant -> grant.role().includes(cap.role()))) {
            throw ProblemException.forbidden("Nobody makes a token that may more than they may themselves.");
        }
    }

    private static void checkMayEnd(Maker maker, Credential credential, ApiToken token) {
        var itself = credential.secretHash().equals(token.secretHash);
        if (!itself && (maker.cap().role() != Role.ADMIN || !Rights.includes(maker.cap(), token.cap()))) {
            throw ProblemException.forbidden("A token ends no token that may more than itself.");
        }
    }

    private static @Nullable Instant expiry(Maker maker, CreateToken form) {
        var asked = form.expiresAt();
        if (asked != null && (!asked.isAfter(Instant.now()) || asked.isAfter(LATEST))) {
            throw ProblemException.badField("expiresAt", "must be in the future, and before the year 3000");
        }
        var bound = maker.expiresAt();
        if (bound == null) {
            return asked;
        }
        return asked == null || asked.isAfter(bound) ? bound : asked;
    }

    private static Uni<Void> checkRoom(Mutiny.Session session, Caller caller) {
        return session.createQuery("select count(*) from ApiToken where owner = ?1", Long.class)
                .setParameter(1, caller.username())
                .getSingleResult()
                .invoke(count -> {
                    if (Objects.requireNonNull(count) >= PER_PERSON) {
                        throw ProblemException.conflict(
                                "too-many-tokens", "Too many tokens", "Delete one of your 100 tokens first.");
                    }
                })
                .replaceWithVoid();
    }

    private static AuditEntry entry(Caller caller, String action, ApiToken token) {
        var scope = token.scope.equals(Grant.EVERYWHERE) ? "" : token.scope;
        return new AuditEntry(
                caller.username(), action, scope, token.id, Map.of("name", token.name, "owner", token.owner));
    }
}
