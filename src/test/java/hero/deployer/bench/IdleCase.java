package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** A replica that has nothing to do: what it asks of PostgreSQL, by PostgreSQL's own log. */
final class IdleCase implements Case {
    private static final Duration SETTLES = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Pattern STATEMENT = Pattern.compile("LOG:  (?:execute|statement)");

    private @Nullable Deployer deployer;

    @Override
    public void prepare(Lab lab) throws Exception {
        deployer = lab.deployer(Map.of());
        lab.database().run("alter system set log_statement = 'all'");
        lab.database().run("select pg_reload_conf()");
        Wait.pass(SETTLES);
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (deployer == null) {
            throw new IllegalStateException("not prepared");
        }
        double cpu = deployer.cpuSeconds();
        double databaseCpu = lab.database().cpuSeconds();
        long transactions = lab.database().transactions();
        long statements = statements(lab);
        Wait.pass(WINDOW);
        double seconds = WINDOW.toSeconds();
        var sample = new Sample()
                .with("statements", (statements(lab) - statements) / seconds)
                .with("cpu", (deployer.cpuSeconds() - cpu) / seconds)
                .with("databaseCpu", (lab.database().cpuSeconds() - databaseCpu) / seconds)
                .with("rss", deployer.residentMiB());
        // the two looks at the counter are transactions of their own
        return sample.with("transactions", (lab.database().transactions() - transactions - 2) / seconds);
    }

    private static long statements(Lab lab) throws IOException {
        return Files.readAllLines(lab.database().log()).stream()
                .filter(line -> STATEMENT.matcher(line).find())
                .count();
    }

    @Override
    public void report(Sample medians, Table table) {
        table.most("idle replica: statements a second", medians.get("statements"), 1);
        table.note("idle replica: transactions a second", medians.get("transactions"));
        table.note("idle replica: CPU-s a second", medians.get("cpu"));
        table.note("idle replica: MiB resident", medians.get("rss"));
    }
}
