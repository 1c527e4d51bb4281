package hero.deployer.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** What a pax header says of the next entry. */
record Pax(
        @Nullable String path,
        @Nullable String link,
        @Nullable Long size) {
    static final Pax NONE = new Pax(null, null, null);

    static Pax parse(byte[] bytes) throws IOException {
        var pax = NONE;
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            long length = number(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
            if (length > bytes.length - at || at + length <= space + 1) {
                throw new IOException("the archive is damaged");
            }
            int end = (int) (at + length);
            pax = pax.with(new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8));
            at = end;
        }
        return pax;
    }

    private Pax with(String assignment) throws IOException {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            throw new IOException("the archive is damaged");
        }
        var value = assignment.substring(equals + 1);
        return switch (assignment.substring(0, equals)) {
            case "path" -> new Pax(value, link, size);
            case "linkpath" -> new Pax(path, value, size);
            case "size" -> new Pax(path, link, number(value));
            // sparse files would unpack to something else than what we count
            case "GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.size" ->
                throw new IOException("the archive holds a sparse file, which is refused");
            default -> this;
        };
    }

    private static long number(String digits) throws IOException {
        try {
            long number = Long.parseLong(digits);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the archive is damaged", e);
        }
        throw new IOException("the archive is damaged");
    }
}
