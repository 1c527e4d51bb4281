package hero.deployer.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One install on a {@link StubAgent}; lives on its event loop. */
final class StubOperation {
    private static final List<String> STEPS = List.of("fetching", "verifying", "starting", "checking");
    private static final Set<String> ENDS = Set.of("succeeded", "rolled_back", "failed");

    final String id;
    private final StubAgent agent;
    private final String version;
    private final List<Runnable> waiting = new ArrayList<>();
    private long seq = 1;
    private String state = STEPS.getFirst();
    private @Nullable String error;

    StubOperation(StubAgent agent, JsonObject command) {
        this.agent = agent;
        this.id = command.getString("operation");
        this.version = command.getString("version");
    }

    void begin() {
        later(this::step);
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
        var once = new Runnable() {
            boolean done;

            @Override
            public void run() {
                if (!done) {
                    done = true;
                    answer.run();
                }
            }
        };
        waiting.add(once);
        agent.vertx.setTimer(waitMillis, timer -> once.run());
    }

    private void step() {
        if (ended()) {
            return;
        }
        switch (agent.behaviour) {
            case FAILS_INSTALL -> move("failed", "the stub was told to fail");
            case STUCK -> later(this::step);
            default -> onward();
        }
    }

    private void onward() {
        int next = STEPS.indexOf(state) + 1;
        if (next < STEPS.size()) {
            move(STEPS.get(next), null);
            later(this::step);
        } else if (agent.behaviour == StubAgent.Behaviour.NEVER_HEALTHY) {
            boolean hasOld = agent.build != null;
            move(hasOld ? "rolled_back" : "failed", "the build never answered");
            agent.status(hasOld ? "healthy" : "failed");
        } else {
            agent.build = version;
            agent.status("healthy");
            move("succeeded", null);
        }
    }

    private void move(String to, @Nullable String why) {
        state = to;
        error = why;
        seq++;
        var due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    private void later(Runnable step) {
        agent.vertx.setTimer(agent.stepMillis, timer -> step.run());
    }
}
