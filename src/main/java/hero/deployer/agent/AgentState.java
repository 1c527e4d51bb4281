package hero.deployer.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * All that lasts, as one value.
 *
 * @param fence the highest seen
 * @param stopped whether the stack shall rest
 * @param current what shall run, or null before the first install
 * @param previous what ran before
 * @param operations the newest last, the open one among them
 */
record AgentState(
        long fence,
        boolean stopped,
        @Nullable Deployed current,
        @Nullable Deployed previous,
        List<Operation> operations) {

    private static final int KEPT = 32;

    static final AgentState NEW = new AgentState(-1, false, null, null, List.of());

    Optional<Operation> find(String id) {
        return operations.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The newest operation, if it has not ended. */
    Optional<Operation> open() {
        return operations.isEmpty()
                ? Optional.empty()
                : Optional.of(operations.getLast()).filter(last -> !last.phase().ended());
    }

    AgentState accept(long newFence, Operation operation) {
        var kept = new ArrayList<>(operations);
        kept.add(operation);
        // an older one that is still being rolled back is never forgotten
        while (kept.size() > KEPT && kept.getFirst().phase().ended()) {
            kept.removeFirst();
        }
        return new AgentState(newFence, stopped, current, previous, List.copyOf(kept));
    }

    AgentState change(String id, UnaryOperator<Operation> change) {
        var changed = operations.stream()
                .map(each -> each.id().equals(id) ? change.apply(each) : each)
                .toList();
        return new AgentState(fence, stopped, current, previous, changed);
    }

    AgentState changeOpen(UnaryOperator<Operation> change) {
        var changed = operations.stream()
                .map(each -> each.phase().ended() ? each : change.apply(each))
                .toList();
        return new AgentState(fence, stopped, current, previous, changed);
    }

    /** The new build runs; what ran becomes the previous one, unless it is the same artifact. */
    AgentState deployed(Deployed build) {
        var before = current != null && !current.sha256().equals(build.sha256()) ? current : previous;
        return new AgentState(fence, false, build, before, operations);
    }

    AgentState stopped(boolean rest) {
        return new AgentState(fence, rest, current, previous, operations);
    }
}
