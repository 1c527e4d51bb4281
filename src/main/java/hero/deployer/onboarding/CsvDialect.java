package hero.deployer.onboarding;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import hero.deployer.identity.VisibleText;

/**
 * How a table separates its columns: as its first line says ({@code sep=;}, which spreadsheets write for themselves), else as its header
 * shows. Pure.
 *
 * @param text the table from its header on
 * @param separator between two columns
 * @param linesBefore lines taken off above the header
 */
record CsvDialect(String text, char separator, int linesBefore) {
    private static final List<Character> USUAL = List.of(',', ';', '\t', '|');
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\\A\\s*\"?sep=([^\\w\"\r\n])\"?[,; \\t]*(?:\\r\\n|\\r|\\n|\\z)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    /** Blanks that the parser does not know as such, in front of a quote that opens a field. */
    private static final Pattern ODD_BLANKS = Pattern.compile("(?<=[,;|\t\r\n]|\\A)[\\p{Zs}\uFEFF&&[^ ]]+(?=\")");

    static CsvDialect of(String given, Collection<String> columns) {
        var text = ODD_BLANKS
                .matcher(given.startsWith("\uFEFF") ? given.substring(1) : given)
                .replaceAll("");
        var line = SEPARATOR_LINE.matcher(text);
        if (line.find()) {
            return new CsvDialect(text.substring(line.end()), line.group(1).charAt(0), 1);
        }
        return new CsvDialect(text, separator(text.stripLeading(), columns), 0);
    }

    /** The separator under which the header holds the most columns that are known. */
    private static char separator(String text, Collection<String> columns) {
        var end = LINE_END.matcher(text);
        var header = end.find() ? text.substring(0, end.start()) : text;
        char best = USUAL.getFirst();
        long most = known(header, best, columns);
        for (char each : USUAL) {
            long known = known(header, each, columns);
            if (known > most) {
                best = each;
                most = known;
            }
        }
        return best;
    }

    private static long known(String header, char separator, Collection<String> columns) {
        return Arrays.stream(header.split(Pattern.quote(String.valueOf(separator)), 101))
                .map(cell -> VisibleText.strip(cell.replace("\"", "")).toLowerCase(Locale.ROOT))
                .filter(columns::contains)
                .count();
    }
}
