package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A {@link BareProber} in a process of its own, with the heap and the collector of the product. */
final class BareProberProcess implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 5_000;

    private final Program program;

    BareProberProcess(Path folder, FleetProcess fleet) throws IOException {
        this.program = Program.java(
                "bare-prober",
                folder,
                "512m",
                Map.of(),
                BareProber.class,
                Integer.toString(fleet.port()),
                Integer.toString(fleet.size()),
                Seed.PREFIX,
                Integer.toString(INTERVAL_MILLIS));
    }

    long rounds() throws IOException {
        return program.lines().filter(line -> line.startsWith("round ")).count();
    }

    void awaitRounds(long count) throws Exception {
        program.await("round " + count, Duration.ofSeconds(120), () -> rounds() >= count);
    }

    double cpuSeconds() throws IOException {
        return ProcessStat.cpuSeconds(program.pid());
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
