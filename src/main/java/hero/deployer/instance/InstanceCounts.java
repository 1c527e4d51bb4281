package hero.deployer.instance;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** What an organization's instances add up to, read from counters: the same cost for ten instances and ten thousand. */
@ApplicationScoped
public class InstanceCounts {
    private static final String SQL = "select organization, dimension, value, count from instance_counter ";

    /** The counters of one organization; committed changes only. */
    public Uni<InstanceTally> of(Tx tx, String organization) {
        return tx.rows(SQL + "where organization = cast($1 as text)", organization)
                .map(rows -> InstanceTally.of(
                        rows.stream().map(InstanceCounts::counter).toList()));
    }

    /** The counters of several; one without instances has an empty tally. */
    public Uni<Map<String, InstanceTally>> of(Tx tx, Collection<String> organizations) {
        return tx.rows(
                        SQL + "where organization = any (string_to_array(cast($1 as text), ','))",
                        String.join(",", organizations))
                .map(rows -> {
                    var counters = rows.stream()
                            .collect(groupingBy(row -> (String) row[0], mapping(InstanceCounts::counter, toList())));
                    var tallies = new HashMap<String, InstanceTally>();
                    organizations.forEach(organization -> tallies.put(
                            organization, InstanceTally.of(counters.getOrDefault(organization, List.of()))));
                    return tallies;
                });
    }

    private static InstanceTally.Counter counter(Object[] row) {
        return new InstanceTally.Counter((String) row[1], (String) row[2], (Long) row[3]);
    }
}
