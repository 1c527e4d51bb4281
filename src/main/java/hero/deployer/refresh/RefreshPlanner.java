package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import hero.deployer.instance.InstanceState;
import hero.deployer.refresh.Strategy.Resolved;

/** Decides who goes in which wave and who is left alone. Pure. */
final class RefreshPlanner {
    static final int CANARY = 0;
    static final int MEMBERS = 1;
    static final int ADMIN = 2;

    private RefreshPlanner() {}

    /**
     * An instance that stays.
     *
     * @param number its number in the organization, the order within a wave
     * @param machine it has one, whatever became of what was installed on it
     * @param pinned who keeps it where it is and why, or null
     * @param there it is on the build and healthy, or gets it just now
     * @param from what it has now
     */
    record Candidate(
            String instance,
            String person,
            String role,
            @Nullable String node,
            long number,
            InstanceState state,
            boolean machine,
            @Nullable String pinned,
            boolean there,
            @Nullable String from) {

        @Nullable
        String skipped() {
            if (pinned != null) {
                return "Pinned " + pinned;
            }
            var unready = unready(state, machine);
            return unready != null || !there ? unready : "On this build already.";
        }

        /** Something else is being installed on it: it comes to the build before the run ends. */
        boolean follows() {
            return state == InstanceState.INSTALLING && pinned == null && !there;
        }
    }

    /** Why an instance in this state cannot be updated now, if so. One whose own installation has failed can, where it has a machine. */
    static @Nullable String unready(InstanceState state, boolean machine) {
        return switch (state) {
            case READY -> null;
            case REGISTERED -> "It has no machine yet.";
            case PROVISIONING, PROVISIONED, INSTALLING ->
                "It is being set up, and is looked at again when it is ready.";
            case FAILED -> machine ? null : "It has no machine: its provisioning has failed.";
            case REMOVING -> "The instance is being removed.";
        };
    }

    /** Everyone in the order of starting, and the strategy in numbers. */
    record Plan(List<Member> members, Resolved resolved, boolean follows) {
        /** Nobody is to be updated, now or before it ends. */
        boolean isDone() {
            return toDo() == 0 && !follows;
        }

        long toDo() {
            return members.stream()
                    .filter(member -> member.state() == MemberState.PENDING)
                    .count();
        }
    }

    static Plan plan(String build, Strategy strategy, List<Candidate> candidates) {
        var ordered = candidates.stream()
                .sorted(Comparator.comparing(RefreshPlanner::isAdmin).thenComparingLong(Candidate::number))
                .toList();
        long toDo = ordered.stream().filter(one -> one.skipped() == null).count();
        var resolved = strategy.resolve(Math.toIntExact(toDo));
        var canary = canary(ordered, resolved.canary());
        var waves = new ArrayList<List<Candidate>>(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        for (var one : ordered) {
            waves.get(canary.contains(one) ? CANARY : wave(one)).add(one);
        }
        var members = new ArrayList<Member>();
        for (int wave = CANARY; wave <= ADMIN; wave++) {
            for (var one : waves.get(wave)) {
                members.add(member(build, one, members.size(), wave));
            }
        }
        return new Plan(List.copyOf(members), resolved, candidates.stream().anyMatch(Candidate::follows));
    }

    private static boolean isAdmin(Candidate one) {
        return one.role().equals("admin");
    }

    /** The wave of one that joins later. */
    static int wave(Candidate joining) {
        return isAdmin(joining) ? ADMIN : MEMBERS;
    }

    /** One that has failed already proves little of a build: the others go first, as long as there are any. */
    private static Set<Candidate> canary(List<Candidate> ordered, int most) {
        return ordered.stream()
                .filter(one -> !isAdmin(one) && one.skipped() == null)
                .sorted(Comparator.comparing(one -> one.state() == InstanceState.FAILED))
                .limit(most)
                .collect(Collectors.toSet());
    }

    static Member member(String build, Candidate one, int position, int wave) {
        var skipped = one.skipped();
        return new Member(
                one.instance(),
                one.person(),
                one.role(),
                one.node(),
                position,
                wave,
                skipped == null ? MemberState.PENDING : MemberState.SKIPPED,
                false,
                false,
                one.from(),
                build,
                0,
                null,
                0,
                skipped,
                null,
                null,
                null);
    }
}
