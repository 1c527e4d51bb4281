package hero.deployer.instance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Work of a process on an instance. A CDI bean of this type is asked to end it when the instance is to be removed. */
public interface OpenWork {

    /** Ends what is open for the instance, whose row the caller has locked, in the caller's transaction; a repeat changes nothing. */
    Uni<Void> cancelForRemoval(SqlConnection tx, String actor, String instance);

    /** Ends what is open for a whole organization that is to be removed, before its row is locked; a repeat changes nothing. */
    default Uni<Void> cancelForOrganization(SqlConnection tx, String actor, String organization) {
        return Uni.createFrom().voidItem();
    }

    /** What of it is open for these instances, in words for a person such as {@code onboarding onb_1}: by instance. */
    default Uni<Map<String, List<String>>> openFor(SqlConnection tx, List<String> instances) {
        return Uni.createFrom().item(Map.of());
    }

    /** How much longer something that was asked for may still make the instance's machine, though the work has ended; empty when nothing can. */
    default Uni<Optional<Duration>> settles(SqlConnection tx, String instance) {
        return Uni.createFrom().item(Optional.empty());
    }
}
