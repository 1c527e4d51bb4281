package hero.deployer.identity;

import java.util.List;
import java.util.stream.Stream;

/** What is left of a person's grants when a token is capped. */
final class Rights {
    /** The cap that takes nothing away. */
    static final Grant ALL = new Grant(Role.ADMIN, Grant.EVERYWHERE);

    private Rights() {}

    /** Each grant, lowered to the cap's role and narrowed to its scope. */
    static List<Grant> narrow(List<Grant> grants, Grant cap) {
        return grants.stream().flatMap(grant -> narrowed(grant, cap)).distinct().toList();
    }

    private static Stream<Grant> narrowed(Grant grant, Grant cap) {
        var role = grant.role().includes(cap.role()) ? cap.role() : grant.role();
        if (cap.covers(grant.scope())) {
            return Stream.of(new Grant(role, grant.scope()));
        }
        return grant.covers(cap.scope()) ? Stream.of(new Grant(role, cap.scope())) : Stream.empty();
    }

    /** Whether {@code one} allows all that {@code other} does. */
    static boolean includes(Grant one, Grant other) {
        return one.role().includes(other.role()) && one.covers(other.scope());
    }
}
