package hero.deployer.console;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.events.EventLog;

/**
 * What a reader asks for.
 *
 * @param run the one that it is narrowed to, or null
 * @param after the last id it saw, or null
 */
record StreamQuery(
        EventLog.Filter filter, @Nullable Run run, @Nullable Long after) {

    /** A run of one kind. */
    sealed interface Run {
        String id();

        record OfOnboarding(String id) implements Run {}

        record OfRefresh(String id) implements Run {}

        record OfRemoval(String id) implements Run {}
    }

    /**
     * The header wins over the query: a browser that reconnects repeats the address it was given, and adds how far it came.
     *
     * @throws ProblemException 400 for an id that is none, or two runs at once
     */
    static StreamQuery of(
            @Nullable String organization,
            @Nullable String onboarding,
            @Nullable String refresh,
            @Nullable String removal,
            @Nullable String after,
            @Nullable String lastEventId) {
        var runs = Stream.of(
                        onboarding == null ? null : new Run.OfOnboarding(onboarding),
                        refresh == null ? null : new Run.OfRefresh(refresh),
                        removal == null ? null : new Run.OfRemoval(removal))
                .<Run>flatMap(Stream::ofNullable)
                .toList();
        if (runs.size() > 1) {
            throw ProblemException.badField("refresh", "narrow the stream to one run, not several");
        }
        var run = runs.isEmpty() ? null : runs.getFirst();
        var filter = new EventLog.Filter(organization, run == null ? null : run.id(), null);
        return new StreamQuery(filter, run, blank(lastEventId) ? id("after", after) : id("Last-Event-ID", lastEventId));
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static @Nullable Long id(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            long id = Long.parseLong(text.strip());
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException notANumber) {
            throw ProblemException.badField(field, "must be the id of an event");
        }
        throw ProblemException.badField(field, "must be the id of an event");
    }
}
