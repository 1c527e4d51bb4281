package hero.deployer.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.JsonObject;

/** Refreshes a fleet's organization from one build to the other and back, and measures each. */
final class RefreshLab {
    private static final int LARGE = 10_000;
    private static final int LOOKS_TO_HEAP = 25;
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled", "rolled_back", "halted");

    private final Lab lab;
    private final FleetLab members;
    private final int parallel;
    private String build = "1.0.0";

    private RefreshLab(Lab lab, FleetLab members, int parallel) {
        this.lab = lab;
        this.members = members;
        this.parallel = parallel;
    }

    /** Twice there and back quickly first: every agent has both builds' artifacts then, and the code is warm. */
    static RefreshLab start(Lab lab, int size, int parallel) throws Exception {
        var refresh = new RefreshLab(lab, FleetLab.start(lab, size, Map.of()), parallel);
        refresh.installMillis(60);
        refresh.run();
        refresh.run();
        return refresh;
    }

    FleetLab members() {
        return members;
    }

    void installMillis(int millis) throws Exception {
        members.fleet().behave(0, members.fleet().size(), "installMillis=" + millis);
    }

    /** No canary, no bake, no admin: the ideal is plain arithmetic. */
    JsonObject begin() throws Exception {
        build = build.equals("1.0.0") ? "2.0.0" : "1.0.0";
        return members.deployer()
                .api()
                .post(
                        "/api/v1/organizations/" + Seed.ORGANIZATION + "/refreshes",
                        new JsonObject()
                                .put("build", build)
                                .put(
                                        "strategy",
                                        new JsonObject()
                                                .put("canary", 0)
                                                .put("maxParallel", parallel)
                                                .put("bakeSeconds", 0)
                                                .put("memberDeadlineSeconds", 120)));
    }

    /** One refresh of everybody; each look at the heap is a full collection, which costs more CPU than a small refresh may. */
    Sample run() throws Exception {
        return run(members.fleet().size() >= LARGE);
    }

    Sample run(boolean weighed) throws Exception {
        return run(weighed, id -> {});
    }

    /** What is done once the refresh has begun, and is known by its id. */
    interface Beginning {
        void begun(String id) throws Exception;
    }

    Sample run(boolean weighed, Beginning beginning) throws Exception {
        var deployer = members.deployer();
        members.fleet().restart();
        double heap = weighed ? Heap.liveMiB(deployer.pid()) : 0;
        double cpu = deployer.cpuSeconds();
        double databaseCpu = lab.database().cpuSeconds();
        long transactions = lab.database().transactions();
        double heapMost = heap;
        long began = System.nanoTime();
        var id = begin().getString("id");
        beginning.begun(id);
        var view = new JsonObject();
        for (int look = 1; !ENDS.contains(view.getString("state", "")); look++) {
            Wait.pass(Duration.ofMillis(200));
            view = deployer.api().get("/api/v1/refreshes/" + id);
            if (weighed && look % LOOKS_TO_HEAP == 0) {
                heapMost = Math.max(heapMost, Heap.liveMiB(deployer.pid()));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int size = members.fleet().size();
        if (!view.getString("state").equals("succeeded")
                || view.getJsonObject("counts").getInteger("succeeded") != size) {
            throw new IllegalStateException("the refresh did not succeed: " + view.encode());
        }
        var tally = members.fleet().tally();
        return new Sample()
                .with("seconds", seconds)
                .with("cpu", (deployer.cpuSeconds() - cpu) / size)
                .with("databaseCpu", (lab.database().cpuSeconds() - databaseCpu) / size)
                .with("mostInFlight", tally.getInteger("mostInFlight"))
                .with("installs", tally.getInteger("installs"))
                .with("transactions", (lab.database().transactions() - transactions) / (double) size)
                .with("transitions", transitions(id) / seconds)
                .with("heapGrowth", heapMost - heap)
                .with("rss", deployer.residentMiB());
    }

    /** What of the members' moves is in the log for good. */
    private long transitions(String id) throws Exception {
        return lab.database()
                .number("select (select count(*) from event where run = '" + id
                        + "' and type = 'refresh.member') + (select count(*) from event_pending where run = '" + id
                        + "' and type = 'refresh.member')");
    }
}
