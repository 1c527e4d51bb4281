package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.health.Observation;
import hero.deployer.instance.InstanceRow;

/**
 * Watches instances that were brought to a build, until the time is over and each one's last answer was good. One bad answer is no alarm;
 * three in a row are a failure, and so is an agent that was started anew: what it ran in between was not watched. Lives on the turn's event loop.
 */
final class Bake {
    static final int BAD_IN_A_ROW = 3;
    private static final int AT_ONCE = 64;
    private static final long SOON = 300;
    private static final long AFTER_A_BAD_ONE = 1_000;

    /** Somebody to watch. */
    record Watched(Member member, InstanceRow row) {}

    private record Look(Watched watched, Observation seen) {}

    private final Crossing crossing;
    private final long every;
    private final long endsAt;
    private final Consumer<Landing> failed;
    private final Map<String, Watched> watched = new HashMap<>();
    private final Map<String, String> boots = new HashMap<>();
    private final Map<String, Integer> bad = new HashMap<>();

    /** @param endsAt on {@link System#nanoTime()} */
    Bake(List<Watched> all, Crossing crossing, long everyMillis, long endsAt, Consumer<Landing> failed) {
        this.crossing = crossing;
        this.every = everyMillis;
        this.endsAt = endsAt;
        this.failed = failed;
        all.forEach(one -> watched.put(one.member().instance(), one));
    }

    /** Whether this answer is that of an instance that runs the build it was meant to get, with nothing under way. */
    static boolean isGood(Observation.Answered answer, Member member) {
        return answer.status().equals("healthy")
                && member.target().equals(answer.build())
                && answer.operation() == null;
    }

    /** Ends when everyone was good to the end, or was told of as failed. */
    Uni<Void> watch() {
        boolean last = left() <= 0;
        return round().invoke(() -> release(last))
                .chain(() -> last && bad.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : crossing.pause(pause()).chain(this::watch));
    }

    /** Once the time is over a good answer is the last: among thousands somebody always has a bad moment, and nobody would ever be through. */
    private void release(boolean last) {
        if (last) {
            watched.keySet().retainAll(bad.keySet());
        }
    }

    private long left() {
        return (endsAt - System.nanoTime()) / 1_000_000;
    }

    private long pause() {
        long next = bad.isEmpty() ? every : Math.min(every, AFTER_A_BAD_ONE);
        return left() <= 0 ? Math.min(next, SOON) : Math.min(next, Math.max(1, left()));
    }

    private Uni<Void> round() {
        return Multi.createFrom()
                .iterable(new ArrayList<>(watched.values()))
                .onItem()
                .transformToUni(one -> crossing.health(one.row()).map(seen -> new Look(one, seen)))
                .merge(AT_ONCE)
                .onItem()
                .invoke(this::judge)
                .onItem()
                .ignoreAsUni();
    }

    private void judge(Look look) {
        var member = look.watched().member();
        var id = member.instance();
        if (look.seen() instanceof Observation.Answered answer && isGood(answer, member) && isSameBoot(id, answer)) {
            bad.remove(id);
        } else if (bad.merge(id, 1, Integer::sum) >= BAD_IN_A_ROW) {
            bad.remove(id);
            watched.remove(id);
            failed.accept(landing(member, look.seen()));
        }
    }

    private boolean isSameBoot(String id, Observation.Answered answer) {
        return boots.computeIfAbsent(id, first -> answer.boot()).equals(answer.boot());
    }

    private static Landing landing(Member member, Observation seen) {
        return switch (seen) {
            case Observation.Lost(var reason) -> Landing.unreachable(member, reason);
            case Observation.Answered answer ->
                Landing.failed(
                        member,
                        new Failure(
                                FailureKind.REFUSED,
                                "not-healthy",
                                "The instance " + member.instance() + " did not stay healthy on build "
                                        + member.target() + ": " + words(member, answer),
                                "Look at the instance's log, then retry or roll back."));
        };
    }

    private static String words(Member member, Observation.Answered answer) {
        return isGood(answer, member)
                ? "its agent was started anew."
                : "it says " + answer.status() + " on "
                        + (answer.build() == null ? "no build" : "build " + answer.build()) + ".";
    }
}
