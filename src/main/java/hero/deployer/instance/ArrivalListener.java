package hero.deployer.instance;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** A process that may have stopped at an instance. A CDI bean of this type is told when another process has made it ready after all. */
public interface ArrivalListener {

    /** These are ready from the caller's transaction on, which holds their rows; a repeat changes nothing. */
    Uni<Void> arrived(SqlConnection tx, List<String> instances);
}
