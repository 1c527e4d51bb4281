package hero.deployer.boot;

import org.jspecify.annotations.Nullable;

/**
 * Why the deployer cannot start with what it was given.
 *
 * @param name the setting as it is written in the environment
 * @param value what it is, as it may be shown; null: not shown
 * @param trouble what is wrong with it, or what is allowed
 * @param remedy what to do
 */
record SettingFault(String name, @Nullable String value, String trouble, String remedy) {
    private static final int MOST = 120;

    /** The whole fault in one line of printable text. */
    String line() {
        return name + (value == null ? "" : "=" + plain(value, MOST)) + ": " + oneLine(trouble) + " " + oneLine(remedy);
    }

    /** At the most {@code most} characters of a text, without what a terminal would take for an order. */
    static String plain(String text, int most) {
        var line = oneLine(text);
        return line.length() > most ? line.substring(0, most) + "…" : line;
    }

    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
