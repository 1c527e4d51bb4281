package hero.deployer.testing;

import java.util.Locale;

/**
 * How a stand-in agent behaves.
 *
 * @param door what it does with everyone who asks
 * @param ending what comes of its installs
 * @param installMillis how long an install takes, in four equal steps
 * @param healthMillis how long it thinks before it tells its health
 * @param putMillis how long it thinks before it takes an install
 * @param uploadMillis how long it thinks before it has taken an artifact
 */
public record Manner(Door door, Ending ending, int installMillis, int healthMillis, int putMillis, int uploadMillis) {
    /** Installs within a moment and answers at once. */
    public static final Manner WORKS = new Manner(Door.OPEN, Ending.SUCCEEDS, 60, 0, 0, 0);

    /** What it does with requests. */
    public enum Door {
        OPEN,
        /** Takes them and never answers. */
        HANGS,
        /** Answers a byte a second. */
        DRIPS,
        /** Reads the request and breaks the connection off. */
        RESETS,
        /** Cuts connections as soon as they are made: nobody is there. */
        GONE,
        /** Answers 200 with something that is neither JSON nor UTF-8. */
        GARBAGE,
        /** Answers without an end. */
        FLOODS,
        /** Sends everybody on to somewhere else. */
        REDIRECTS
    }

    /** What comes of an install. */
    public enum Ending {
        SUCCEEDS,
        /** The new build never answers: back to the old one, or failed where there is none. */
        ROLLS_BACK,
        /** Fails at once; the old build runs on. */
        FAILS,
        /** Begins and gets nowhere. */
        STUCK,
        /** Gets nowhere either, and has something new to tell of it at every moment. */
        CHATTERS,
        /** Says that it succeeded and runs the old build. */
        LIES,
        /** Succeeds, and the stack is degraded from then on. */
        UNWELL
    }

    public Manner door(Door next) {
        return new Manner(next, ending, installMillis, healthMillis, putMillis, uploadMillis);
    }

    public Manner ending(Ending next) {
        return new Manner(door, next, installMillis, healthMillis, putMillis, uploadMillis);
    }

    public Manner installMillis(int next) {
        return new Manner(door, ending, next, healthMillis, putMillis, uploadMillis);
    }

    public Manner healthMillis(int next) {
        return new Manner(door, ending, installMillis, next, putMillis, uploadMillis);
    }

    public Manner putMillis(int next) {
        return new Manner(door, ending, installMillis, healthMillis, next, uploadMillis);
    }

    public Manner uploadMillis(int next) {
        return new Manner(door, ending, installMillis, healthMillis, putMillis, next);
    }

    /** Reads what {@link #toString} writes, or a part of it, such as {@code ending=rolls-back installMillis=2000}. */
    public static Manner parse(String text) {
        var manner = WORKS;
        for (var word : text.strip().split("\\s+")) {
            manner = word.isEmpty() ? manner : manner.with(word);
        }
        return manner;
    }

    private Manner with(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("not a setting: " + word);
        }
        var value = word.substring(equals + 1);
        var constant = value.toUpperCase(Locale.ROOT).replace('-', '_');
        return switch (word.substring(0, equals)) {
            case "door" -> door(Door.valueOf(constant));
            case "ending" -> ending(Ending.valueOf(constant));
            case "installMillis" -> installMillis(Integer.parseInt(value));
            case "healthMillis" -> healthMillis(Integer.parseInt(value));
            case "putMillis" -> putMillis(Integer.parseInt(value));
            case "uploadMillis" -> uploadMillis(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("no such setting: " + word);
        };
    }

    @Override
    public String toString() {
        return "door=%s ending=%s installMillis=%d healthMillis=%d putMillis=%d uploadMillis=%d"
                .formatted(word(door), word(ending), installMillis, healthMillis, putMillis, uploadMillis);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
