package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import hero.deployer.base.Failure;

/**
 * Failures that read alike, as JSON.
 *
 * @param cause what is said of each, without its name
 * @param nodes the first few nodes it happened on
 * @param instances the first few it happened to
 */
record CauseView(String cause, String kind, long count, List<String> nodes, List<String> instances) {
    private static final int A_FEW = 5;

    private record Alike(String cause, String kind) {}

    /** The most frequent first. */
    static List<CauseView> of(List<Member> failed) {
        Map<Alike, List<Member>> groups = new LinkedHashMap<>();
        for (var member : failed) {
            var problem = member.problem();
            if (problem != null) {
                groups.computeIfAbsent(alike(member, problem), key -> new ArrayList<>())
                        .add(member);
            }
        }
        return groups.entrySet().stream()
                .map(group -> view(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingLong(CauseView::count).reversed())
                .toList();
    }

    private static Alike alike(Member member, Failure problem) {
        var cause = problem.message()
                .replace(" of " + member.instance(), "")
                .replace(" on " + member.instance(), "")
                .replace(" " + member.instance(), "")
                .replace(member.instance(), "…")
                .replace(member.person(), "…");
        return new Alike(cause, problem.kind().name().toLowerCase(Locale.ROOT));
    }

    private static CauseView view(Alike alike, List<Member> members) {
        return new CauseView(
                alike.cause,
                alike.kind,
                members.size(),
                members.stream()
                        .map(Member::node)
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(A_FEW)
                        .toList(),
                members.stream().map(Member::instance).limit(A_FEW).toList());
    }
}
