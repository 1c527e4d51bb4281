package hero.deployer.bench;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Probing 10,000 healthy members round after round, beside a bare prober of as many at the same pace. */
final class SweepCase implements Case {
    private static final int MEMBERS = 10_000;
    private static final int SWEEPS = 4;

    private @Nullable FleetLab members;
    private @Nullable BareProberProcess bare;

    @Override
    public void prepare(Lab lab) throws Exception {
        var started = FleetLab.start(lab, MEMBERS, Map.of());
        members = started;
        started.awaitProbes(6L * MEMBERS);
        // a fleet of its own: one process may often hold no more than 20,000 descriptors
        var other = lab.fleet(MEMBERS, Seed.PREFIX);
        other.runs("1.0.0");
        bare = lab.keep(new BareProberProcess(lab.folder(), other));
        bare.awaitRounds(6);
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (members == null || bare == null) {
            throw new IllegalStateException("not prepared");
        }
        var deployer = members.deployer();
        long round = bare.rounds();
        double bareCpu = bare.cpuSeconds();
        double cpu = deployer.cpuSeconds();
        double databaseCpu = lab.database().cpuSeconds();
        long transactions = lab.database().transactions();
        long probes = members.fleet().probes();
        bare.awaitRounds(round + SWEEPS);
        double sweeps = (members.fleet().probes() - probes) / (double) MEMBERS;
        return new Sample()
                .with("cpu", (deployer.cpuSeconds() - cpu) / sweeps)
                .with("bareCpu", (bare.cpuSeconds() - bareCpu) / (bare.rounds() - round))
                .with("databaseCpu", (lab.database().cpuSeconds() - databaseCpu) / sweeps)
                .with("transactions", (lab.database().transactions() - transactions) / sweeps)
                .with("sweeps", sweeps)
                .with("rss", deployer.residentMiB())
                .with("fleetRss", members.fleet().residentMiB())
                .with("connections", members.fleet().tally().getInteger("connections"));
    }

    @Override
    public void report(Sample medians, Table table) {
        table.ratio("sweep of 10,000: CPU-s, against a bare prober", medians.get("cpu"), medians.get("bareCpu"), 2);
        table.most("sweep of 10,000: CPU-s", medians.get("cpu"), 0.7);
        table.most("sweep of 10,000: MiB resident", medians.get("rss"), 400);
        table.most("sweep of 10,000: transactions", medians.get("transactions"), 100);
        table.note("sweep of 10,000: CPU-s of PostgreSQL", medians.get("databaseCpu"));
    }
}
