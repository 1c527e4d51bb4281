package hero.deployer.onboarding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem.FieldError;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.VisibleText;

/**
 * Reads people out of CSV (RFC 4180) as spreadsheets write it: any usual separator, a header in any order of columns, quoted fields that may
 * hold separators, quotes and line breaks, any line end, empty columns, with or without a byte order mark. Pure.
 */
final class MembersCsv {
    private static final String USERNAME = "username";
    private static final List<String> COLUMNS = List.of(USERNAME, "name", "email", "node");
    private static final int MOST_SHOWN = 40;
    private static final int MOST_COLUMNS = 100;
    private static final ObjectReader READER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build()
            .readerFor(String[].class);

    /**
     * The columns of a table.
     *
     * @param places of those that are known
     * @param cells how many there are, those without a name among them
     */
    private record Header(Map<String, Integer> places, int cells) {}

    private MembersCsv() {}

    /** @throws ProblemException 400 for what is no table of people; what is wrong with one row is told with that row */
    static List<MemberEntry> read(String text) {
        var dialect = CsvDialect.of(text, COLUMNS);
        var schema = CsvSchema.emptySchema().withColumnSeparator(dialect.separator());
        try (MappingIterator<String[]> lines = READER.with(schema).readValues(dialect.text())) {
            if (!lines.hasNextValue()) {
                throw ProblemException.badField("body", "is empty: give a header such as username,name,email");
            }
            return rows(header(lines.nextValue()), lines);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw ProblemException.badField(
                    "body",
                    "is not CSV" + (at == null ? "" : " at line " + (at.getLineNr() + dialect.linesBefore()))
                            + ": look for a quote that is not closed, or text behind a closing one");
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory is always readable", e);
        }
    }

    private static Header header(String[] cells) {
        if (cells.length > MOST_COLUMNS) {
            throw ProblemException.badField("body", "has more than " + MOST_COLUMNS + " columns in its header");
        }
        var places = new HashMap<String, Integer>();
        var faults = new ArrayList<FieldError>();
        for (int i = 0; i < cells.length; i++) {
            var name = VisibleText.strip(cells[i]).toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                // spreadsheets write columns where somebody once clicked
                continue;
            }
            if (!COLUMNS.contains(name)) {
                faults.add(new FieldError(shown(cells[i]), unknown(name)));
            } else if (places.put(name, i) != null) {
                faults.add(new FieldError(name, "is there twice in the header"));
            }
        }
        if (!places.containsKey(USERNAME)) {
            faults.add(new FieldError(USERNAME, "is missing in the header, the first line"));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.badForm(faults);
        }
        return new Header(places, cells.length);
    }

    private static String unknown(String name) {
        return name.contains(";") || name.contains("\t")
                ? "is not a column: separate all columns alike, best by commas"
                : "is not a column; there are " + String.join(", ", COLUMNS);
    }

    private static String shown(String cell) {
        var plain = VisibleText.strip(cell).replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "…";
    }

    private static List<MemberEntry> rows(Header header, MappingIterator<String[]> lines) throws IOException {
        var rows = new ArrayList<MemberEntry>();
        while (lines.hasNextValue()) {
            var cells = lines.nextValue();
            // spreadsheets write rows of nothing but commas where somebody once clicked
            if (Arrays.stream(cells).allMatch(VisibleText::isBlank)) {
                continue;
            }
            if (rows.size() == AddMembers.MOST) {
                throw ProblemException.badField("members", "are more than " + AddMembers.MOST + ", the most at once");
            }
            rows.add(row(rows.size() + 1, header, cells));
        }
        if (rows.isEmpty()) {
            throw ProblemException.badField("members", "are none: there is nothing below the header");
        }
        return rows;
    }

    private static MemberEntry row(int number, Header header, String[] cells) {
        var entry = MemberEntry.of(
                number,
                cell(header, cells, USERNAME),
                cell(header, cells, "name"),
                cell(header, cells, "email"),
                cell(header, cells, "node"));
        for (int i = 0; i < cells.length; i++) {
            if (!header.places().containsValue(i) && !VisibleText.isBlank(cells[i])) {
                return entry.faulty(
                        "row",
                        i < header.cells()
                                ? "has a field in a column without a name"
                                : "has more fields than the header; put a text with a comma in quotes");
            }
        }
        return entry;
    }

    private static @Nullable String cell(Header header, String[] cells, String column) {
        var place = header.places().get(column);
        return place == null || place >= cells.length ? null : cells[place];
    }
}
