package hero.deployer.bench;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** Members' moves of a refresh that has nothing to wait for, all in the log for good, against one commit each by one plain client. */
final class TransitionCase implements Case {
    private static final int MEMBERS = 5_000;
    private static final int AT_ONCE = 1_000;
    private static final int COMMITS = 1_000;

    private @Nullable RefreshLab refresh;

    @Override
    public void prepare(Lab lab) throws Exception {
        refresh = RefreshLab.start(lab, MEMBERS, AT_ONCE);
        refresh.installMillis(4);
        refresh.run();
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (refresh == null) {
            throw new IllegalStateException("not prepared");
        }
        return refresh.run().with("commits", commits(lab.database()));
    }

    private static double commits(Database database) throws SQLException {
        long began = System.nanoTime();
        for (int i = 0; i < COMMITS; i++) {
            database.run("update organization set name = 'Bench " + i + "' where slug = 'bench'");
        }
        return COMMITS / ((System.nanoTime() - began) / 1e9);
    }

    @Override
    public void report(Sample medians, Table table) {
        table.least("durable transitions a second", medians.get("transitions"), 1_000);
        table.note("durable transitions, against one commit each", medians.get("transitions"), medians.get("commits"));
        table.note("durable transitions: transactions a member", medians.get("transactions"));
    }
}
