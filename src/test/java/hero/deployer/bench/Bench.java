package hero.deployer.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the cases that were asked for, or all, and prints what came out. */
public final class Bench {
    private static final int RUNS = 5;
    private static final String MINUTES = "--minutes=";
    private static final String SOAK = "soak";
    private static Duration soak = Duration.ofHours(1);
    private static final Map<String, Supplier<Case>> CASES = new LinkedHashMap<>();

    static {
        CASES.put("sweep", SweepCase::new);
        CASES.put("hanging", HangingCase::new);
        CASES.put("refresh-1000", () -> new RefreshCase(1_000, 50, true));
        CASES.put("refresh-10000", () -> new RefreshCase(10_000, 1_000, false));
        CASES.put("transitions", TransitionCase::new);
        CASES.put("sse", StreamCase::new);
        CASES.put("sse-refresh", RefreshStreamCase::new);
        CASES.put("idle", IdleCase::new);
        CASES.put("gateway", GatewayCase::new);
        CASES.put(SOAK, () -> new SoakCase(soak));
    }

    private Bench() {}

    public static void main(String... arguments) throws Exception {
        int runs = RUNS;
        boolean profiled = false;
        var wanted = new ArrayList<String>();
        for (var argument : arguments) {
            switch (argument) {
                case "--quick" -> runs = 1;
                case "--profile" -> profiled = true;
                case "--list" -> {
                    CASES.keySet().forEach(Bench::say);
                    return;
                }
                default -> {
                    if (argument.startsWith(MINUTES)) {
                        soak = Duration.ofMinutes(Long.parseLong(argument.substring(MINUTES.length())));
                    } else {
                        wanted.add(argument);
                    }
                }
            }
        }
        var table = new Table();
        boolean broken = false;
        for (var name : wanted.isEmpty() ? allButTheSoak() : wanted) {
            try {
                measure(name, name.equals(SOAK) ? 1 : runs, profiled, table);
            } catch (Exception failure) {
                say("   " + name + " could not be measured: " + failure);
                broken = true;
            }
        }
        say("");
        say("medians of " + runs + "; CPU is user and system time of the one process named");
        say(table.toString());
        System.exit(broken ? 1 : 0);
    }

    private static void measure(String name, int runs, boolean profiled, Table table) throws Exception {
        var supplier = CASES.get(name);
        if (supplier == null) {
            throw new IllegalArgumentException("no case " + name + "; there are " + CASES.keySet());
        }
        say("== " + name);
        try (var lab = new Lab(Path.of("").toAbsolutePath(), name, profiled);
                var one = supplier.get()) {
            one.prepare(lab);
            var samples = new ArrayList<Sample>();
            for (int run = 1; run <= runs; run++) {
                var sample = one.measure(lab);
                say("   run " + run + ": " + sample + " load=" + load());
                samples.add(sample);
            }
            one.report(Sample.medians(samples), table);
        }
    }

    /** It takes an hour by itself, and is asked for by name. */
    private static List<String> allButTheSoak() {
        return CASES.keySet().stream().filter(name -> !name.equals(SOAK)).toList();
    }

    /** Who else was at work on this machine. */
    private static String load() throws java.io.IOException {
        return java.nio.file.Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    @SuppressWarnings("SystemOut") // a program for the terminal
    private static void say(String text) {
        System.out.println(text);
    }
}
