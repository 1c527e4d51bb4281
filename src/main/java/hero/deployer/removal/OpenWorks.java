package hero.deployer.removal;

import java.util.List;

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

    /** Ends what is open for an instance whose row is locked. */
    Uni<Void> cancel(SqlConnection tx, String actor, String instance) {
        var cancelled = Uni.createFrom().voidItem();
        for (var work : all) {
            cancelled = cancelled.chain(() -> work.cancelForRemoval(tx, actor, instance));
        }
        return cancelled;
    }
}
