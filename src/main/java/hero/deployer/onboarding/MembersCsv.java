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
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem.FieldError;
import hero.deployer.base.ProblemException;

/**
 * Reads people out of CSV (RFC 4180): commas, a header in any order of columns, quoted fields that may hold commas, quotes and line breaks,
 * any line end, with or without a byte order mark. Pure.
 */
final class MembersCsv {
    private static final String USERNAME = "username";
    private static final List<String> COLUMNS = List.of(USERNAME, "name", "email", "node");
    private static final int MOST_SHOWN = 40;
    private static final int MOST_COLUMNS = 100;
    private static final ObjectReader READER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerFor(String[].class);

    private MembersCsv() {}

    /** @throws ProblemException 400 for what is no table of people; what is wrong with one row is told with that row */
    static List<MemberEntry> read(String text) {
        try (MappingIterator<String[]> lines =
                READER.readValues(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            if (!lines.hasNextValue()) {
                throw ProblemException.badField("body", "is empty: give a header such as username,name,email");
            }
            return rows(header(lines.nextValue()), lines);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw ProblemException.badField(
                    "body",
                    "is not CSV" + (at == null ? "" : " at line " + at.getLineNr())
                            + ": look for a quote that is not closed, or text behind a closing one");
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory is always readable", e);
        }
    }

    private static Map<String, Integer> header(String[] cells) {
        if (cells.length > MOST_COLUMNS) {
            throw ProblemException.badField("body", "has more than " + MOST_COLUMNS + " columns in its header");
        }
        var places = new HashMap<String, Integer>();
        var faults = new ArrayList<FieldError>();
        for (int i = 0; i < cells.length; i++) {
            var name = cells[i].strip().toLowerCase(Locale.ROOT);
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
        return places;
    }

    private static String unknown(String name) {
        return name.contains(";") || name.contains("\t")
                ? "is not a column: separate columns by commas, nothing else"
                : "is not a column; there are " + String.join(", ", COLUMNS);
    }

    private static String shown(String cell) {
        var plain = cell.strip().replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "…";
    }

    private static List<MemberEntry> rows(Map<String, Integer> header, MappingIterator<String[]> lines)
            throws IOException {
        var rows = new ArrayList<MemberEntry>();
        while (lines.hasNextValue()) {
            var cells = lines.nextValue();
            // spreadsheets write rows of nothing but commas where somebody once clicked
            if (Arrays.stream(cells).allMatch(String::isBlank)) {
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

    private static MemberEntry row(int number, Map<String, Integer> header, String[] cells) {
        var entry = MemberEntry.of(
                number,
                cell(header, cells, USERNAME),
                cell(header, cells, "name"),
                cell(header, cells, "email"),
                cell(header, cells, "node"));
        boolean more = Arrays.stream(cells).skip(header.size()).anyMatch(cell -> !cell.isBlank());
        return more ? entry.faulty("row", "has more fields than the header; put a text with a comma in quotes") : entry;
    }

    private static @Nullable String cell(Map<String, Integer> header, String[] cells, String column) {
        var place = header.get(column);
        return place == null || place >= cells.length ? null : cells[place];
    }
}
