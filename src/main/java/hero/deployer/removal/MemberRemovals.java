package hero.deployer.removal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.removal.Consequences.Foretold;

/** Removes many members at once: each that may go goes, each that may not says why. */
@ApplicationScoped
class MemberRemovals {
    private final Organizations organizations;
    private final Instances instances;
    private final Removals removals;
    private final Consequences consequences;

    MemberRemovals(Organizations organizations, Instances instances, Removals removals, Consequences consequences) {
        this.organizations = organizations;
        this.instances = instances;
        this.removals = removals;
        this.consequences = consequences;
    }

    /**
     * What became of one name.
     *
     * @param removal the run that was begun
     * @param will in a dry run, what it would do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @Nullable String username,
            @Nullable String instance,
            @Nullable RemovalView removal,
            @Nullable Foretold will,
            @Nullable Problem problem) {}

    /** All of them. */
    record View(boolean dryRun, List<Item> items, @Nullable String next) {}

    Uni<List<Item>> remove(SqlConnection tx, String actor, String org, RemoveMembers command) {
        var names = command.names();
        return organizations
                .get(Tx.of(tx), org)
                .chain(organization -> instances.ofOrganization(Tx.of(tx), org).chain(rows -> {
                    var known = rows.stream()
                            .collect(Collectors.toMap(
                                    command.byUsername() ? InstanceRow::person : InstanceRow::id, Function.identity()));
                    return command.rehearses()
                            ? foretell(tx, organization, command, names, known)
                            : run(tx, actor, organization, command, names, known);
                }));
    }

    private Uni<List<Item>> foretell(
            SqlConnection tx,
            Organization organization,
            RemoveMembers command,
            List<String> names,
            Map<String, InstanceRow> known) {
        var kept = command.grace();
        var rows = names.stream()
                .map(known::get)
                .filter(row ->
                        row != null && Removals.refusal(organization, row).isEmpty())
                .toList();
        return consequences
                .ofMembers(tx, organization.slug(), rows, kept == null ? null : kept.toSeconds())
                .map(will -> rehearse(organization, names, known, command.byUsername()).stream()
                        .map(item -> item.instance() == null
                                ? item
                                : new Item(
                                        item.username(),
                                        item.instance(),
                                        null,
                                        will.get(item.instance()),
                                        item.problem()))
                        .toList());
    }

    private static List<Item> rehearse(
            Organization organization, List<String> names, Map<String, InstanceRow> known, boolean byUsername) {
        return names.stream()
                .map(name -> item(organization, name, known.get(name), byUsername))
                .toList();
    }

    private Uni<List<Item>> run(
            SqlConnection tx,
            String actor,
            Organization organization,
            RemoveMembers command,
            List<String> names,
            Map<String, InstanceRow> known) {
        // in one order for everyone: two such requests must not wait for each other's rows
        var ordered = names.stream()
                .map(known::get)
                .filter(row ->
                        row != null && Removals.refusal(organization, row).isEmpty())
                .sorted(Comparator.comparing(InstanceRow::id))
                .toList();
        var started = new java.util.HashMap<String, RemovalView>();
        var all = Uni.createFrom().voidItem();
        for (var row : ordered) {
            all = all.chain(() -> removals.startInstance(tx, actor, row, null, command.grace()))
                    .invoke(removal -> started.put(row.id(), RemovalView.of(removal)))
                    .replaceWithVoid();
        }
        return all.map(done -> withRuns(rehearse(organization, names, known, command.byUsername()), started));
    }

    private static List<Item> withRuns(List<Item> items, Map<String, RemovalView> started) {
        var all = new ArrayList<Item>();
        for (var item : items) {
            var run = item.instance() == null ? null : started.get(item.instance());
            all.add(new Item(item.username(), item.instance(), run, null, item.problem()));
        }
        return all;
    }

    private static Item item(Organization organization, String name, @Nullable InstanceRow row, boolean byUsername) {
        if (row == null) {
            var unknown = ProblemException.notFound("member " + name + " in " + organization.slug());
            return new Item(byUsername ? name : null, byUsername ? null : name, null, null, unknown.problem());
        }
        var refusal = Removals.refusal(organization, row).map(ProblemException::problem);
        return new Item(row.person(), row.id(), null, null, refusal.orElse(null));
    }
}
