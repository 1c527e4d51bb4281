package hero.deployer.onboarding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import hero.deployer.base.DnsLabel;
import hero.deployer.base.Problem;
import hero.deployer.base.Problem.FieldError;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.People;

/**
 * Who of many can be onboarded, and what is in the way of the others. Pure.
 *
 * @param good those with nothing in their way, in the order given
 * @param problems of the others, by row
 */
record MemberRoll(List<MemberEntry> good, Map<Integer, Problem> problems) {
    private static final int LONGEST_NODE = 200;

    /**
     * @param known usernames that have an account: those need neither name nor email
     * @param there the organization's instances of these people: id by person
     */
    static MemberRoll of(List<MemberEntry> entries, Set<String> known, Map<String, String> there) {
        var good = new ArrayList<MemberEntry>();
        var problems = new TreeMap<Integer, Problem>();
        var firstRows = new HashMap<String, Integer>();
        for (var entry : entries) {
            var faults = new ArrayList<>(entry.faults());
            faults.addAll(faults(entry, known));
            var first = firstRows.putIfAbsent(entry.username(), entry.row());
            if (first != null && !entry.username().isEmpty()) {
                faults.add(new FieldError("username", "is in row " + first + " already"));
            }
            var instance = there.get(entry.username());
            if (instance != null && faults.isEmpty()) {
                problems.put(entry.row(), taken(entry.username(), instance));
            } else if (faults.isEmpty()) {
                good.add(entry);
            } else {
                problems.put(entry.row(), problem(faults, entry.username(), instance));
            }
        }
        return new MemberRoll(List.copyOf(good), problems);
    }

    /** The same roll after some who were good turned out not to be. */
    MemberRoll without(Map<Integer, Problem> more) {
        var all = new TreeMap<>(problems);
        all.putAll(more);
        return new MemberRoll(
                good.stream().filter(entry -> !more.containsKey(entry.row())).toList(), all);
    }

    static Problem taken(String username, String instance) {
        return ProblemException.conflict(
                        "person-taken", "Already there", username + " has the instance " + instance + " there already.")
                .with("instance", instance)
                .problem();
    }

    private static List<FieldError> faults(MemberEntry entry, Set<String> known) {
        var faults = new ArrayList<FieldError>();
        if (entry.username().isEmpty()) {
            faults.add(new FieldError("username", "is needed"));
        }
        if (!known.contains(entry.username())) {
            People.faults(entry.username(), entry.name(), entry.email()).stream()
                    .filter(fault ->
                            !entry.username().isEmpty() || !fault.field().equals("username"))
                    .forEach(faults::add);
        }
        if (entry.node() != null && entry.node().length() > LONGEST_NODE) {
            faults.add(new FieldError("node", "must be at most " + LONGEST_NODE + " characters"));
        }
        return faults;
    }

    private static Problem problem(
            List<FieldError> faults, String username, @org.jspecify.annotations.Nullable String instance) {
        if (instance != null) {
            faults.add(new FieldError("username", username + " has the instance " + instance + " there already"));
        }
        return ProblemException.badForm(List.copyOf(faults)).problem();
    }

    /** Whether such a name could be anybody's, so that it is worth to be looked up. */
    static List<String> askable(List<MemberEntry> entries) {
        return entries.stream()
                .map(MemberEntry::username)
                .filter(DnsLabel::isValid)
                .distinct()
                .toList();
    }
}
