package hero.deployer.console;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.events.EventLog;

/**
 * What a reader asks for.
 *
 * @param after the last id it saw, or null
 */
record StreamQuery(EventLog.Filter filter, @Nullable Long after) {

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
        var runs = Stream.of(onboarding, refresh, removal)
                .flatMap(Stream::ofNullable)
                .toList();
        if (runs.size() > 1) {
            throw ProblemException.badField("refresh", "narrow the stream to one run, not several");
        }
        var filter = new EventLog.Filter(organization, runs.isEmpty() ? null : runs.getFirst(), null);
        return new StreamQuery(filter, blank(lastEventId) ? id("after", after) : id("Last-Event-ID", lastEventId));
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
