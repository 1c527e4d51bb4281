package hero.deployer.agent.archive;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What pax headers say of the next entry.
 *
 * @param sparse whether it would unpack to something else than the bytes that follow
 */
record Pax(
        @Nullable String path,
        @Nullable String link,
        @Nullable Long size,
        boolean sparse) {
    static final Pax NONE = new Pax(null, null, null, false);
    private static final String SPARSE = "GNU.sparse.";
    private static final int MOST_DIGITS = 18;

    /** These, and what the bytes say besides. */
    Pax parse(byte[] bytes) throws ArchiveException {
        var pax = this;
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            long length = number(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
            if (length > bytes.length - at || at + length <= space + 2 || bytes[(int) (at + length - 1)] != '\n') {
                throw damaged();
            }
            int end = (int) (at + length);
            pax = pax.with(new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8));
            at = end;
        }
        return pax;
    }

    private Pax with(String assignment) throws ArchiveException {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            throw damaged();
        }
        var key = assignment.substring(0, equals);
        // an empty value takes back what was said before
        var value = equals + 1 == assignment.length() ? null : assignment.substring(equals + 1);
        return switch (key) {
            case "path" -> new Pax(value, link, size, sparse);
            case "GNU.sparse.name" -> new Pax(value, link, size, true);
            case "linkpath" -> new Pax(path, value, size, sparse);
            case "size" -> new Pax(path, link, value == null ? null : number(value), sparse);
            default -> key.startsWith(SPARSE) ? new Pax(path, link, size, true) : this;
        };
    }

    private static long number(String digits) throws ArchiveException {
        if (digits.isEmpty()
                || digits.length() > MOST_DIGITS
                || !digits.chars().allMatch(each -> each >= '0' && each <= '9')) {
            throw damaged();
        }
        return Long.parseLong(digits);
    }

    private static ArchiveException damaged() {
        return ArchiveException.damaged("a pax header cannot be read");
    }
}
