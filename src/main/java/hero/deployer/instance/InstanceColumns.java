package hero.deployer.instance;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The columns of an instance, in the order they are read. */
final class InstanceColumns {
    static final String ALL =
            "id, organization, setup, setup_version, role, person, node, state, health, build, desired_build,"
                    + " agent_address, cockpit_address, generation, fence, number, pin_reason, pin_build, pin_by, drifted,"
                    + " (select cast(extract(epoch from s.at) * 1000 as bigint) from instance_seen s where s.instance = id)";

    /** How many they are. */
    static final int COUNT = 21;

    private InstanceColumns() {}

    static List<StoredInstance> all(List<@Nullable Object[]> rows) {
        return rows.stream().map(InstanceColumns::read).toList();
    }

    static StoredInstance read(@Nullable Object[] row) {
        return new StoredInstance(
                instance(row),
                (Long) row[15],
                pin((String) row[16], (String) row[17], (String) row[18]),
                (Boolean) row[19],
                time((Long) row[20]));
    }

    private static InstanceRow instance(@Nullable Object[] row) {
        return new InstanceRow(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (Integer) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                InstanceState.of((String) row[7]),
                Health.of((String) row[8]),
                (String) row[9],
                (String) row[10],
                (String) row[11],
                (String) row[12],
                (Integer) row[13],
                (Long) row[14]);
    }

    private static StoredInstance.@Nullable Pin pin(
            @Nullable String reason, @Nullable String build, @Nullable String by) {
        return reason == null || by == null ? null : new StoredInstance.Pin(build, reason, by);
    }

    private static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
