package hero.deployer.refresh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;

/** What one commit gathers, from the locked run to what came of it. */
final class Work {
    /** One that is under way from now on. */
    record Started(Member member, InstanceRow row) {}

    final SqlConnection connection;
    final Tx tx;
    final Step step;
    final Refresh before;
    final Instant now;
    Refresh run;
    boolean reload;
    final List<Started> started = new ArrayList<>();
    final List<Landing> deferred = new ArrayList<>();
    final List<String> held = new ArrayList<>();
    final List<String> busy = new ArrayList<>();
    private final Map<String, Member> changed = new LinkedHashMap<>();

    Work(SqlConnection connection, Step step, RefreshStore.Reading reading) {
        this.connection = connection;
        this.tx = Tx.of(connection);
        this.step = step;
        this.before = reading.run();
        this.run = reading.run();
        this.now = reading.now();
    }

    String id() {
        return run.id();
    }

    /** Whether somebody changed the run since the step was thought out. */
    boolean movedOn() {
        return before.version() != step.seen();
    }

    /** Of each member only the last state is told. */
    void note(Collection<Member> members) {
        members.forEach(member -> changed.put(member.instance(), member));
    }

    List<Member> changed() {
        return List.copyOf(changed.values());
    }
}
