package hero.deployer.setup;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Setups as other rooms need them. */
@ApplicationScoped
public class Setups {
    private static final String COLUMNS = """
            select setup, cast(version as text), provider, cast(slots as text), cast(cpu as text), cast(memory_mib as text),
                   cast(disk_gib as text), node, environment
              from setup_version""";

    private final SetupService service;

    Setups(SetupService service) {
        this.service = service;
    }

    /** One immutable version of a setup. */
    public record SetupVersion(
            String name,
            int version,
            String provider,
            int slots,
            int cpu,
            int memoryMiB,
            int diskGiB,
            @Nullable String node,
            Map<String, String> environment) {}

    /** The newest version; fails with a 400 on the field {@code setup} for an unknown one. */
    public Uni<SetupVersion> newest(Tx tx, String name) {
        return tx.rows(COLUMNS + " where setup = cast($1 as text) order by version desc limit 1", name)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw ProblemException.badField("setup", "there is no setup " + name);
                    }
                    return read(rows);
                });
    }

    /** A version that exists. */
    public Uni<SetupVersion> version(Tx tx, String name, int version) {
        return tx.rows(COLUMNS + " where setup = cast($1 as text) and version = cast($2 as integer)", name, version)
                .map(Setups::read);
    }

    /** Makes a setup, as the system; false when there is one of that name. For the first start. */
    public Uni<Boolean> add(Tx tx, SetupVersion first) {
        var form = new SetupForm(
                first.provider(),
                first.slots(),
                first.cpu(),
                first.memoryMiB(),
                first.diskGiB(),
                first.node(),
                first.environment());
        return tx.rows("select name from setup where name = cast($1 as text)", first.name())
                .chain(rows -> rows.isEmpty()
                        ? service.create(tx, "system", first.name(), form).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private static SetupVersion read(List<@Nullable Object[]> rows) {
        var row = rows.getFirst();
        return new SetupVersion(
                String.valueOf(row[0]),
                number(row[1]),
                String.valueOf(row[2]),
                number(row[3]),
                number(row[4]),
                number(row[5]),
                number(row[6]),
                (String) row[7],
                environment(String.valueOf(row[8])));
    }

    static SetupVersion read(SetupEntity row) {
        return new SetupVersion(
                row.setup,
                row.version,
                row.provider,
                row.slots,
                row.cpu,
                row.memoryMiB,
                row.diskGiB,
                row.node,
                environment(row.environment));
    }

    private static int number(@Nullable Object column) {
        return Integer.parseInt(String.valueOf(column));
    }

    /** In the order of the names, whatever the database made of it. */
    private static Map<String, String> environment(String json) {
        var entries = new TreeMap<String, String>();
        new JsonObject(json).forEach(entry -> entries.put(entry.getKey(), String.valueOf(entry.getValue())));
        return entries;
    }
}
