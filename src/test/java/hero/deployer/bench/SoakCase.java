package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * People added and removed for an hour, with real agents, one in a hundred rounds hit by a fault: a line a minute of what the deployer's
 * process holds. What fills to a bound is flat in the second half; what leaks is not.
 */
final class SoakCase implements Case {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int AT_ONCE = 4;
    private static final double FAULTS = 0.01;
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    private final Duration length;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private @Nullable Deployer deployer;

    /** @param length how long people come and go */
    SoakCase(Duration length) {
        this.length = length;
    }

    @Override
    public void prepare(Lab lab) throws Exception {
        deployer = lab.deployer(Map.of("DEPLOYER_DEMO", "true"));
        new Seed(lab.database()).administrator();
        var api = deployer.api();
        Wait.until("the demo", PATIENCE, () -> lab.database().number("select count(*) from setup_version") > 0);
        api.post("/api/v1/setups", new JsonObject("""
                {"name": "soak", "provider": "local", "slots": 1, "cpu": 1, "memoryMiB": 256, "diskGiB": 1, "environment": {}}"""));
        api.post("/api/v1/organizations", new JsonObject("""
                {"slug": "soak", "name": "Soak", "setup": "soak", "channel": "stable",
                 "admin": {"username": "chief", "name": "C", "email": "c@example.org"}}"""));
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        var running = started();
        long end = System.nanoTime() + length.toNanos();
        var workers = new ArrayList<Thread>();
        for (int worker = 0; worker < AT_ONCE; worker++) {
            var random = new Random(worker);
            int number = worker;
            workers.add(Thread.ofPlatform().daemon().start(() -> work(lab, number, random, end)));
        }
        var minutes = new ArrayList<Sample>();
        while (System.nanoTime() < end) {
            Wait.pass(MINUTE);
            var minute = look(lab, running);
            say("   minute " + (minutes.size() + 1) + ": rounds=" + rounds + " faults=" + faults + " " + minute);
            minutes.add(minute);
        }
        for (var worker : workers) {
            worker.join(PATIENCE);
        }
        Wait.pass(MINUTE);
        var last = look(lab, running);
        say("   at rest: " + last);
        return slopes(minutes)
                .with("rounds", rounds.get())
                .with("faults", faults.get())
                .with("left", lab.database().number("select count(*) from task where kind not like 'orphan%'"));
    }

    /** What the last quarter holds more than the third before it, in shares of that: about zero where all is bounded. */
    private static Sample slopes(List<Sample> minutes) {
        int size = minutes.size();
        var before = Sample.medians(minutes.subList(size / 2, Math.max(size / 2 + 1, size * 3 / 4)));
        var after = Sample.medians(minutes.subList(Math.min(size - 1, size * 3 / 4), size));
        var slopes = new Sample();
        for (var figure : List.of("threads", "descriptors", "liveMiB", "connections", "deadRows")) {
            double base = Math.max(1, before.get(figure));
            slopes.with(figure, after.get(figure)).with(figure + "Growth", (after.get(figure) - base) / base);
        }
        return slopes;
    }

    private static Sample look(Lab lab, Deployer deployer) throws IOException, InterruptedException, SQLException {
        return new Sample()
                .with("threads", count(deployer.pid(), "task"))
                .with("descriptors", count(deployer.pid(), "fd"))
                .with("liveMiB", Heap.liveMiB(deployer.pid()))
                .with("rssMiB", deployer.residentMiB())
                .with(
                        "connections",
                        lab.database()
                                .number("select count(*) from pg_stat_activity where backend_type = 'client backend'"))
                .with("deadRows", lab.database().number("select sum(n_dead_tup) from pg_stat_user_tables"))
                .with("tasks", lab.database().number("select count(*) from task"));
    }

    private static long count(long pid, String what) throws IOException {
        try (var entries = Files.list(Path.of("/proc", Long.toString(pid), what))) {
            return entries.count();
        }
    }

    private void work(Lab lab, int worker, Random random, long end) {
        for (int round = 0; System.nanoTime() < end; round++) {
            try {
                round(lab, "w" + worker + "n" + round, random);
            } catch (Exception faultSeen) {
                // a fault of our own hit this round; the deployer has to clean up after it
                Wait.pass(Duration.ofSeconds(1));
            }
            rounds.incrementAndGet();
        }
    }

    private void round(Lab lab, String person, Random random) throws Exception {
        var api = started().api();
        var onboarding = api.post(
                "/api/v1/organizations/soak/onboardings",
                new JsonObject().put("username", person).put("name", "P").put("email", person + "@example.org"));
        var instance = onboarding.getString("instance");
        if (random.nextDouble() < FAULTS) {
            faults.incrementAndGet();
            hit(lab, random.nextInt(3), onboarding.getString("id"), api);
        }
        var path = "/api/v1/onboardings/" + onboarding.getString("id");
        Wait.until(person + " is there", PATIENCE, () -> {
            Wait.pass(Duration.ofMillis(200));
            return ENDED.contains(api.get(path).getString("state"));
        });
        api.delete("/api/v1/instances/" + instance);
        Wait.until(person + " is gone", PATIENCE, () -> {
            Wait.pass(Duration.ofMillis(200));
            return api.status("/api/v1/instances/" + instance) == 404;
        });
    }

    private static void hit(Lab lab, int fault, String onboarding, Api api) throws Exception {
        switch (fault) {
            case 0 ->
                lab.database()
                        .run("select pg_terminate_backend(pid) from (select pid from pg_stat_activity"
                                + " where backend_type = 'client backend' and pid <> pg_backend_pid()"
                                + " order by random() limit 1) one");
            case 1 -> api.post("/api/v1/onboardings/" + onboarding + "/cancel", new JsonObject());
            default -> killAnAgent(lab);
        }
    }

    /** The processes of this deployer's machines run in its data folder. */
    private static void killAnAgent(Lab lab) {
        var folder = lab.folder().toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments))
                        .filter(line -> line.contains(folder) && line.contains("machines"))
                        .isPresent())
                .findAny()
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private Deployer started() {
        if (deployer == null) {
            throw new IllegalStateException("not prepared");
        }
        return deployer;
    }

    @Override
    public void report(Sample medians, Table table) {
        table.note("soak: rounds", medians.get("rounds"));
        table.note("soak: faults", medians.get("faults"));
        for (var figure : List.of("threads", "descriptors", "liveMiB", "connections", "deadRows")) {
            table.note("soak: " + figure + " in the last quarter", medians.get(figure));
        }
        for (var figure : List.of("threads", "descriptors", "liveMiB", "connections")) {
            table.most("soak: growth of " + figure + " in the last quarter", medians.get(figure + "Growth"), 0.1);
        }
    }

    @Override
    public void close() throws Exception {
        if (deployer != null) {
            // takes the machines away, which would outlive the deployer
            deployer.api().delete("/api/v1/organizations/soak");
            Wait.until(
                    "the machines are gone",
                    PATIENCE,
                    () -> started().api().status("/api/v1/organizations/soak") == 404);
        }
    }

    @SuppressWarnings("SystemOut") // a line a minute for whoever waits
    private static void say(String text) {
        System.out.println(text);
    }
}
