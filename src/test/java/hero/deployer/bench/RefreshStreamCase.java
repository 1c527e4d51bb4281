package hero.deployer.bench;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Readers who watch a refresh: every one of them must hear of every member's end. That is fifty million events, so the refresh is given
 * the time that two cores need for them, readers included.
 */
final class RefreshStreamCase implements Case {
    private static final int MEMBERS = 10_000;
    private static final int AT_ONCE = 100;
    private static final int INSTALL_MILLIS = 2_000;
    private static final int READERS = 5_000;
    private static final Duration UNTIL_ALL_HEARD = Duration.ofSeconds(60);

    private @Nullable RefreshLab refresh;

    @Override
    public void prepare(Lab lab) throws Exception {
        refresh = RefreshLab.start(lab, MEMBERS, AT_ONCE);
        refresh.installMillis(INSTALL_MILLIS);
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (refresh == null) {
            throw new IllegalStateException("not prepared");
        }
        int port = refresh.members().deployer().port();
        long head = lab.database().number("select head from event_head");
        try (var readers = new MemberReaders(port, MEMBERS)) {
            var sample =
                    refresh.run(false, id -> readers.open(READERS, "/api/v1/events?refresh=" + id + "&after=" + head));
            try {
                Wait.until("everybody heard of every end", UNTIL_ALL_HEARD, () -> readers.complete() == READERS);
            } catch (IllegalStateException notAll) {
                throw new IllegalStateException(
                        notAll.getMessage() + ": " + readers.complete() + " readers did, " + readers.cut()
                                + " were cut off, " + readers.mebibytes() + " MiB came; " + sample,
                        notAll);
            }
            return sample.with("complete", readers.complete())
                    .with("cut", readers.cut())
                    .with("p50", readers.latencies().millis(0.5))
                    .with("p99", readers.latencies().millis(0.99))
                    .with("mebibytes", readers.mebibytes());
        }
    }

    @Override
    public void report(Sample medians, Table table) {
        var name = "SSE, 5,000 readers of a refresh of 10,000: ";
        table.least(name + "heard of each end", medians.get("complete"), READERS);
        table.most(name + "ms, p99", medians.get("p99"), 1_000);
        table.note(name + "ms, p50", medians.get("p50"));
        table.note(name + "cut off and back", medians.get("cut"));
        table.note(name + "s", medians.get("seconds"), (double) MEMBERS / AT_ONCE * INSTALL_MILLIS / 1000);
        table.note(name + "MiB read", medians.get("mebibytes"));
    }
}
