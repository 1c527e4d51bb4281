package hero.deployer.bench;

import java.time.Duration;
import java.util.Map;

/** A deployer with one organization whose members are a fleet's. */
record FleetLab(Deployer deployer, FleetProcess fleet) {

    /** @param environment of the deployer, besides what it needs */
    static FleetLab start(Lab lab, int members, Map<String, String> environment) throws Exception {
        var deployer = lab.deployer(environment);
        var fleet = lab.fleet(members, Seed.PREFIX);
        fleet.runs("1.0.0");
        var seed = new Seed(lab.database());
        seed.administrator();
        seed.catalogue(deployer.api(), lab.folder());
        seed.organization(members, fleet.port());
        return new FleetLab(deployer, fleet);
    }

    /** Until so many probes more have come in. */
    void awaitProbes(long count) throws Exception {
        long from = fleet.probes();
        Wait.until(count + " probes", Duration.ofSeconds(180), () -> fleet.probes() >= from + count);
    }
}
