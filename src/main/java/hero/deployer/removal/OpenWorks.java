package hero.deployer.removal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.instance.OpenWork;

/** Every process that may be at work on an instance; none of them is known here by name. */
@ApplicationScoped
class OpenWorks {
    private final List<OpenWork> all;

    OpenWorks(@Any Instance<OpenWork> found) {
        this.all = found.stream().toList();
    }

    /** What is open for some instances, in words: by instance. */
    Uni<Map<String, List<String>>> openFor(SqlConnection tx, List<String> instances) {
        var words = new HashMap<String, List<String>>();
        var asked = Uni.createFrom().voidItem();
        for (var work : all) {
            asked = asked.chain(() -> work.openFor(tx, instances))
                    .invoke(found ->
                            found.forEach((instance, more) -> words.computeIfAbsent(instance, none -> new ArrayList<>())
                                    .addAll(more)))
                    .replaceWithVoid();
        }
        return asked.replaceWith(words);
    }

    /** Ends what is open for a whole organization. */
    Uni<Void> cancelAll(SqlConnection tx, String actor, String organization) {
        var cancelled = Uni.createFrom().voidItem();
        for (var work : all) {
            cancelled = cancelled.chain(() -> work.cancelForOrganization(tx, actor, organization));
        }
        return cancelled;
    }

    /** How much longer something may still make the instance's machine behind our back; empty when nothing can. */
    Uni<Optional<Duration>> settles(SqlConnection tx, String instance) {
        var longest = Uni.createFrom().item(Optional.<Duration>empty());
        for (var work : all) {
            longest = longest.chain(one -> work.settles(tx, instance).map(other -> later(one, other)));
        }
        return longest;
    }

    private static Optional<Duration> later(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** Ends what is open for an instance whose row is locked. */
    Uni<Void> cancel(SqlConnection tx, String actor, String instance) {
        var cancelled = Uni.createFrom().voidItem();
        for (var work : all) {
            cancelled = cancelled.chain(() -> work.cancelForRemoval(tx, actor, instance));
        }
        return cancelled;
    }
}
