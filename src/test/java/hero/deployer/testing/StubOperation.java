package hero.deployer.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One install on a {@link StubMember}; lives on its event loop. */
final class StubOperation {
    private static final List<String> STEPS = List.of("fetching", "verifying", "starting", "checking");
    private static final Set<String> ENDS = Set.of("succeeded", "rolled_back", "failed");

    final String id;
    private final StubMember member;
    private final String version;
    private final List<Runnable> waiting = new ArrayList<>(1);
    private long seq = 1;
    private String state = STEPS.getFirst();
    private @Nullable String error;

    StubOperation(StubMember member, JsonObject command) {
        this.member = member;
        this.id = command.getString("operation");
        this.version = command.getString("version");
    }

    void begin() {
        later();
    }

    boolean ended() {
        return ENDS.contains(state);
    }

    void supersede() {
        if (!ended()) {
            move("failed", "superseded by a newer command");
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("seq", seq)
                .put("state", state)
                .put("percent", ended() ? 100 : 50)
                .put("error", error);
    }

    /** Runs {@code answer} once the sequence is past {@code after}, or when the wait is over. */
    void whenPast(long after, long waitMillis, Runnable answer) {
        if (seq > after || waitMillis <= 0) {
            answer.run();
            return;
        }
        var once = new Once(answer);
        once.timer = member.vertx.setTimer(waitMillis, timer -> once.run());
        waiting.add(once);
    }

    private final class Once implements Runnable {
        private final Runnable answer;
        private long timer;
        private boolean done;

        Once(Runnable answer) {
            this.answer = answer;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                member.vertx.cancelTimer(timer);
                waiting.remove(this);
                answer.run();
            }
        }
    }

    private void step() {
        if (ended()) {
            return;
        }
        switch (member.manner().ending()) {
            case FAILS -> move("failed", "the stub was told to fail");
            case STUCK -> later();
            case CHATTERS -> {
                move(state, null);
                later();
            }
            default -> onward();
        }
    }

    private void onward() {
        int next = STEPS.indexOf(state) + 1;
        if (next < STEPS.size()) {
            move(STEPS.get(next), null);
            later();
            return;
        }
        switch (member.manner().ending()) {
            case ROLLS_BACK -> {
                boolean hasOld = member.build() != null;
                member.status(hasOld ? "healthy" : "failed");
                move(hasOld ? "rolled_back" : "failed", "the build never answered");
            }
            case LIES -> move("succeeded", null);
            case UNWELL -> {
                member.runs(version, "degraded");
                move("succeeded", null);
            }
            default -> {
                member.runs(version, "healthy");
                move("succeeded", null);
            }
        }
    }

    private void move(String to, @Nullable String why) {
        state = to;
        error = why;
        seq++;
        if (ended()) {
            member.over(this);
        }
        List.copyOf(waiting).forEach(Runnable::run);
    }

    private void later() {
        long pause = Math.max(1, member.manner().installMillis() / STEPS.size());
        member.vertx.setTimer(pause, timer -> step());
    }
}
