package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/**
 * Failures that read alike, as JSON.
 *
 * @param cause what is said of each, without its name
 * @param code what happened, stable: match it, never the words
 * @param nodes the first few nodes it happened on
 * @param instances the first few it happened to
 */
record CauseView(
        String cause,

        @Schema(enumeration = {"transient", "capacity", "refused", "bug"})
        String kind,

        String code,
        long count,
        List<String> nodes,
        List<String> instances) {
    private static final int A_FEW = 5;

    /** The most frequent first. */
    static List<CauseView> of(List<Member> failed) {
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        for (var member : failed) {
            var cause = causeOf(member);
            if (cause != null) {
                groups.computeIfAbsent(cause, key -> new ArrayList<>()).add(member);
            }
        }
        return groups.entrySet().stream()
                .map(group -> view(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingLong(CauseView::count).reversed())
                .toList();
    }

    /** What is said of this one without its name, or null where nothing went wrong. */
    static @Nullable String causeOf(Member member) {
        var problem = member.problem();
        return problem == null
                ? null
                : problem.message()
                        .replace(" of " + member.instance(), "")
                        .replace(" on " + member.instance(), "")
                        .replace(" " + member.instance(), "")
                        .replace(member.instance(), "…")
                        // a whole word: somebody may be called "a"
                        .replaceAll("(?<![A-Za-z0-9-])" + Pattern.quote(member.person()) + "(?![A-Za-z0-9-])", "…");
    }

    private static CauseView view(String cause, List<Member> members) {
        return new CauseView(
                cause,
                kind(members.getFirst()),
                problem(members.getFirst()).code(),
                members.size(),
                members.stream()
                        .map(Member::node)
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(A_FEW)
                        .toList(),
                members.stream().map(Member::instance).limit(A_FEW).toList());
    }

    private static String kind(Member member) {
        return problem(member).kind().name().toLowerCase(Locale.ROOT);
    }

    private static Failure problem(Member member) {
        return Objects.requireNonNull(member.problem());
    }
}
