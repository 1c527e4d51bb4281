package hero.deployer.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;

import hero.deployer.refresh.Work.Started;

/** The members under way, those that wait, and what has come in but is not written yet. Lives on the turn's event loop. */
final class Window {
    private static final long BUSY_AGAIN = 1_000;
    /** One whose time ran out while nobody looked may have come through long ago: it is asked before it is judged. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private record Aloft(Flight flight, Cancellable way, long alarm) {}

    private final Vertx vertx;
    private final Crossing crossing;
    private final Cargo cargo;
    private final Berths uploads;
    private final Runnable changed;
    private final Consumer<Throwable> broke;
    private final Deque<String> queue = new ArrayDeque<>();
    private final Map<String, Aloft> aloft = new HashMap<>();
    private final Map<String, Landing> landings = new LinkedHashMap<>();
    private Set<String> busyOnes = new LinkedHashSet<>();
    private long busyTimer = -1;
    private boolean closed;
    private Refresh run;

    Window(
            Vertx vertx,
            Crossing crossing,
            Cargo cargo,
            RefreshConfig config,
            Runnable changed,
            Consumer<Throwable> broke,
            Refresh run) {
        this.vertx = vertx;
        this.run = run;
        this.crossing = crossing;
        this.cargo = cargo;
        this.uploads = new Berths(config.uploads());
        this.changed = changed;
        this.broke = broke;
    }

    boolean hasNews() {
        return !landings.isEmpty();
    }

    boolean waits() {
        return !queue.isEmpty() || !busyOnes.isEmpty();
    }

    /** Nothing is under way and nothing waits to be written. */
    boolean isEmpty() {
        return aloft.isEmpty() && landings.isEmpty();
    }

    boolean canStart(Refresh run) {
        return run.state().starts() && !queue.isEmpty() && free(run) > 0;
    }

    private int free(Refresh run) {
        return run.resolved().parallel() - aloft.size();
    }

    void queue(List<String> waiting) {
        queue.clear();
        waiting.stream().filter(id -> !busyOnes.contains(id)).forEach(queue::add);
    }

    List<String> takeStarts(Refresh run, int most) {
        var taken = new ArrayList<String>();
        // what came in and is not taken along still counts as under way
        int room = run.state().starts() ? Math.min(most, free(run) - landings.size()) : 0;
        while (taken.size() < room && !queue.isEmpty()) {
            taken.add(queue.poll());
        }
        return taken;
    }

    List<Landing> takeLandings(int most) {
        var taken = new ArrayList<Landing>();
        var all = landings.values().iterator();
        while (taken.size() < most && all.hasNext()) {
            taken.add(all.next());
            all.remove();
        }
        return taken;
    }

    void takeAboard(Logbook.Aboard aboard) {
        aboard.lost().forEach(member -> land(Landing.gone(member)));
        aboard.found().forEach(one -> begin(one, aboard.now(), GRACE));
    }

    /** Those that were written down as under way are told now; the others wait again. */
    void committed(Work work) {
        run = work.run;
        work.deferred.forEach(landing -> landings.putIfAbsent(landing.member().instance(), landing));
        work.held.reversed().forEach(queue::addFirst);
        work.started.forEach(one -> begin(one, work.now, Duration.ZERO));
        if (!work.busy.isEmpty()) {
            busyOnes.addAll(work.busy);
            waitForBusyOnes();
        }
        recall();
    }

    /** Somebody else is at work on these: look again in a while. */
    void waitForBusyOnes() {
        if (busyTimer < 0 && !busyOnes.isEmpty()) {
            busyTimer = vertx.setTimer(BUSY_AGAIN, timer -> {
                busyTimer = -1;
                queue.addAll(busyOnes);
                busyOnes = new LinkedHashSet<>();
                changed.run();
            });
        }
    }

    private void begin(Started one, Instant now, Duration least) {
        var deadline = Duration.ofSeconds(run.strategy().memberDeadlineSeconds());
        var startedAt = one.member().startedAt();
        var rest = startedAt == null ? deadline : deadline.minus(Duration.between(startedAt, now));
        var left = rest.compareTo(least) < 0 ? least : rest;
        var flight = new Flight(one.member(), one.row(), crossing, cargo, uploads, deadline, left, this::land);
        var id = one.member().instance();
        long alarm = vertx.setTimer(Math.max(1, left.toMillis()), timer -> late(id, flight));
        // noted before it begins, for it may land at once
        aloft.put(id, new Aloft(flight, () -> {}, alarm));
        var way = flight.fly().subscribe().with(landing -> landed(id, flight, landing), failure -> {
            if (!closed) {
                broke.accept(failure);
            }
        });
        aloft.computeIfPresent(id, (key, noted) -> noted.flight() == flight ? new Aloft(flight, way, alarm) : noted);
    }

    /** A run that starts nothing more does not tell those, either, whose artifact only waits to be sent: they wait again. */
    void recall() {
        aloft.values().stream()
                .filter(noted -> noted.flight().isQueued() && !isWanted(noted.flight().member))
                .toList()
                .forEach(noted -> {
                    var member = noted.flight().member;
                    noted.way().cancel();
                    landed(member.instance(), noted.flight(), Landing.withheld(member));
                });
    }

    private boolean isWanted(Member member) {
        return run.state().starts() && run.state().back() == member.back();
    }

    private void late(String id, Flight flight) {
        var noted = aloft.get(id);
        if (noted != null && noted.flight() == flight) {
            noted.way().cancel();
            landed(id, flight, flight.late());
        }
    }

    private void landed(String id, Flight flight, Landing landing) {
        var noted = aloft.get(id);
        if (closed || noted == null || noted.flight() != flight) {
            return;
        }
        vertx.cancelTimer(noted.alarm());
        aloft.remove(id);
        land(landing);
    }

    void land(Landing landing) {
        if (!closed) {
            landings.put(landing.member().instance(), landing);
            changed.run();
        }
    }

    /** Their instances were taken away: nothing is sent to them any more. */
    void drop(Set<String> ids) {
        for (var id : ids) {
            var noted = aloft.remove(id);
            landings.remove(id);
            if (noted != null) {
                end(noted);
            }
        }
    }

    private void end(Aloft noted) {
        vertx.cancelTimer(noted.alarm());
        noted.way().cancel();
    }

    void close() {
        closed = true;
        vertx.cancelTimer(busyTimer);
        aloft.values().forEach(this::end);
        aloft.clear();
        landings.clear();
        queue.clear();
    }
}
