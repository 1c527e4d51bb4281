package hero.deployer.bench;

import java.time.Duration;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The sweep with a tenth of the members hanging: what lies between two probes of a healthy one, as the healthy ones see it. */
final class HangingCase implements Case {
    private static final int MEMBERS = 10_000;
    private static final int HANGING = 1_000;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(25);

    private @Nullable FleetLab members;
    private JsonObject without = new JsonObject();

    @Override
    public void prepare(Lab lab) throws Exception {
        members = FleetLab.start(lab, MEMBERS, Map.of());
        members.awaitProbes(6L * MEMBERS);
        without = window(members.fleet());
        members.fleet().behave(0, HANGING, "door=hangs");
        Wait.pass(UNTIL_KNOWN);
    }

    private static JsonObject window(FleetProcess fleet) throws Exception {
        fleet.restart();
        Wait.pass(WINDOW);
        return fleet.tally();
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (members == null) {
            throw new IllegalStateException("not prepared");
        }
        double cpu = members.deployer().cpuSeconds();
        var with = window(members.fleet());
        return new Sample()
                .with("p99", with.getLong("gapP99"))
                .with("p50", with.getLong("gapP50"))
                .with("withoutP99", without.getLong("gapP99"))
                .with("withoutP50", without.getLong("gapP50"))
                .with("cpu", (members.deployer().cpuSeconds() - cpu) / with.getLong("probes") * MEMBERS)
                .with("rss", members.deployer().residentMiB())
                .with(
                        "unreachable",
                        lab.database().number("select count(*) from instance where health = 'unreachable'"));
    }

    @Override
    public void report(Sample medians, Table table) {
        table.ratio(
                "10 % hang: ms between probes of a healthy one, p99",
                medians.get("p99"), medians.get("withoutP99"), 1.2);
        table.note("10 % hang: the same, p50", medians.get("p50"), medians.get("withoutP50"));
        table.note("10 % hang: CPU-s per 10,000 healthy probes", medians.get("cpu"));
    }
}
