package hero.deployer.removal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.identity.People;
import hero.deployer.instance.InstanceRow;
import hero.deployer.node.Ledger;

/** Foretells what a removal does, without doing it. */
@ApplicationScoped
class Consequences {
    private final People people;
    private final Ledger ledger;
    private final OpenWorks openWorks;

    Consequences(People people, Ledger ledger, OpenWorks openWorks) {
        this.people = people;
        this.ledger = ledger;
        this.openWorks = openWorks;
    }

    /**
     * What becomes of one instance.
     *
     * @param machine {@code destroyed} with its disk and the contract for it, {@code kept-then-destroyed} when it is drained, or
     *     {@code none} where there is none
     * @param node where the machine is
     * @param keptSeconds how long a drained machine is kept
     * @param slotsFreed when the machine was found gone
     * @param login {@code closed}: the cockpit and every session in it
     * @param account {@code closed}, or {@code kept} for somebody who has another instance or a role
     * @param cancelled what is under way and is ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Foretold(
            @Schema(enumeration = {"destroyed", "kept-then-destroyed", "none"})
            String machine,

            @Nullable String node,
            @Nullable Long keptSeconds,
            int slotsFreed,
            @Schema(enumeration = {"closed"}) String login,
            @Schema(enumeration = {"closed", "kept"}) String account,
            List<String> cancelled) {}

    /** By instance. */
    Uni<Map<String, Foretold>> ofMembers(
            SqlConnection tx, String organization, List<InstanceRow> rows, @Nullable Long keptSeconds) {
        return of(tx, organization, rows, keptSeconds, false);
    }

    Uni<OrganizationForetold> ofAll(SqlConnection tx, String organization, List<InstanceRow> rows) {
        return of(tx, organization, rows, null, true).map(all -> OrganizationForetold.of(organization, all));
    }

    private Uni<Map<String, Foretold>> of(
            SqlConnection tx,
            String organization,
            List<InstanceRow> rows,
            @Nullable Long keptSeconds,
            boolean rolesToo) {
        var open = Tx.of(tx);
        var ids = rows.stream().map(InstanceRow::id).toList();
        var usernames = rows.stream().map(InstanceRow::person).toList();
        return people.forsakenWithout(open, usernames, organization, rolesToo)
                .chain(forsaken -> ledger.slotsOf(open, ids)
                        .chain(slots -> openWorks.openFor(tx, ids).map(works -> {
                            var all = new HashMap<String, Foretold>();
                            rows.forEach(row -> all.put(
                                    row.id(),
                                    foretold(
                                            row,
                                            slots.getOrDefault(row.id(), 0),
                                            forsaken.contains(row.person()),
                                            works.getOrDefault(row.id(), List.of()),
                                            keptSeconds)));
                            return all;
                        })));
    }

    private static Foretold foretold(
            InstanceRow row, int slots, boolean forsaken, List<String> works, @Nullable Long keptSeconds) {
        boolean kept = keptSeconds != null && row.agentAddress() != null;
        var machine = kept ? "kept-then-destroyed" : row.node() == null ? "none" : "destroyed";
        return new Foretold(
                machine, row.node(), kept ? keptSeconds : null, slots, "closed", forsaken ? "closed" : "kept", works);
    }

    /**
     * What becomes of a whole organization.
     *
     * @param machines how many are destroyed, with their disks and contracts
     * @param cancelled what is under way and is ended, the first few of it
     */
    record OrganizationForetold(
            boolean dryRun,
            String organization,
            int instances,
            int machines,
            int slotsFreed,
            int accountsClosed,
            int accountsKept,
            int worksCancelled,
            List<String> cancelled) {
        private static final int FEW = 20;

        static OrganizationForetold of(String organization, Map<String, Foretold> all) {
            var works = new ArrayList<String>();
            all.values().forEach(one -> works.addAll(one.cancelled()));
            int closed = (int) all.values().stream()
                    .filter(one -> one.account().equals("closed"))
                    .count();
            return new OrganizationForetold(
                    true,
                    organization,
                    all.size(),
                    (int) all.values().stream()
                            .filter(one -> !one.machine().equals("none"))
                            .count(),
                    all.values().stream().mapToInt(Foretold::slotsFreed).sum(),
                    closed,
                    all.size() - closed,
                    works.size(),
                    works.stream().sorted().limit(FEW).toList());
        }
    }
}
