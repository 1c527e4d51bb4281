package hero.deployer.node;

import java.util.List;
import java.util.Optional;

import hero.deployer.base.ProblemException;

/**
 * Where many at once would sit.
 *
 * @param seats one for each that asked, in their order
 * @param roomFor how many members of the setup fit by now
 * @param refusal why not all of them fit, if so
 */
public record Seating(List<Seat> seats, int roomFor, Optional<ProblemException> refusal) {

    /** What one gets. */
    public sealed interface Seat {
        /** A place on this node. */
        record At(String node) implements Seat {}

        /** Nothing: there is no room left. */
        record Full() implements Seat {}

        /** Nothing: there is no such node. */
        record Unknown(String why) implements Seat {}
    }

    /** How many have a place. */
    public int fits() {
        return (int) seats.stream().filter(Seat.At.class::isInstance).count();
    }
}
