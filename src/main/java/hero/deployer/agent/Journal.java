package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the state on disk and wakes those who wait for a change. What a caller was promised is on disk before it is seen; progress in
 * percent is not worth a write. An end that could not be written (a full disk) is seen at once and written as soon as it can be.
 */
final class Journal {
    private final Path file;
    private final StackLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile AgentState state;
    private boolean unwritten;

    private Journal(Path file, AgentState state, StackLog log) {
        this.file = file;
        this.state = state;
        this.log = log;
    }

    static Journal open(Path file, StackLog log) throws IOException {
        var state = Files.exists(file) ? StateCodec.read(Files.readAllBytes(file)) : AgentState.NEW;
        return new Journal(file, state, log);
    }

    AgentState state() {
        return state;
    }

    /** Changes the state once it is on disk; a failure to write changes nothing. */
    void commit(UnaryOperator<AgentState> change) throws IOException {
        lock.lock();
        try {
            var next = change.apply(state);
            Disk.write(file, StateCodec.write(next));
            unwritten = false;
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state now, and writes it if it can; otherwise {@link #flush} will. */
    void record(UnaryOperator<AgentState> change) {
        lock.lock();
        try {
            state = change.apply(state);
            unwritten = true;
            changed.signalAll();
            flush();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what could not be written before. */
    void flush() {
        lock.lock();
        try {
            if (unwritten) {
                Disk.write(file, StateCodec.write(state));
                unwritten = false;
            }
        } catch (IOException e) {
            log.line("the journal could not be written, it will be tried again: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Moves an open operation on; false when it has ended or was cancelled meanwhile. */
    boolean advance(String id, Phase phase) {
        lock.lock();
        try {
            if (!runs(id)) {
                return false;
            }
            record(now -> now.change(id, operation -> operation.at(phase, 0)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Notes progress within the present phase. */
    void progress(String id, int percent) {
        lock.lock();
        try {
            var operation = state.find(id).orElse(null);
            if (operation != null && !operation.phase().ended() && operation.percent() < percent) {
                state = state.change(id, each -> each.at(each.phase(), percent));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the operation is under way and nobody has called it off. */
    boolean runs(String id) {
        return state.find(id)
                .filter(operation -> !operation.phase().ended() && operation.cancelled() == null)
                .isPresent();
    }

    @Nullable
    String cancelled(String id) {
        return state.find(id).map(Operation::cancelled).orElse(null);
    }

    /** The operation as soon as its seq is past {@code after}, or as it is when the wait is over; empty when it is unknown. */
    Optional<Operation> await(String id, long after, Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lock();
        try {
            while (true) {
                var operation = state.find(id);
                if (operation.isEmpty() || operation.get().seq() > after || nanos <= 0) {
                    return operation;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
