package hero.deployer.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Looks at the first bytes of a program for what keeps it from starting on any Linux. Text without {@code #!} is run by {@code sh}. */
final class ProgramCheck {
    /** How many bytes it wants. */
    static final int HEAD = 8 << 10;

    private static final String WINDOWS_LINES = "has Windows line ends (CR LF), save it with LF alone";
    private static final Pattern SHELL = Pattern.compile("#!.*\\b(?:ba|da|a|k|z)?sh\\b.*");

    private ProgramCheck() {}

    /** What is wrong, as a sentence about it goes on, or null. */
    static @Nullable String fault(byte[] head, int length) {
        if (length == 0) {
            return "is empty";
        }
        var text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00ef\u00bb\u00bf")) {
            return "begins with a byte order mark, save it without one";
        }
        if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
            return "is UTF-16 text, save it as UTF-8";
        }
        if (text.indexOf(0) >= 0) {
            return text.startsWith("MZ") ? "is a Windows program" : null;
        }
        return ofLines(text);
    }

    private static @Nullable String ofLines(String text) {
        int end = text.indexOf('\n');
        if (end < 0) {
            return text.startsWith("#!") && text.indexOf('\r') >= 0
                    ? "has lines that end in CR, save it with LF"
                    : null;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            return WINDOWS_LINES;
        }
        var first = text.substring(0, end);
        boolean shell = !first.startsWith("#!") || SHELL.matcher(first).matches();
        return shell && onlyWindowsLines(text.substring(end + 1)) ? WINDOWS_LINES : null;
    }

    /** A single line may want its CR, all of them do not. */
    private static boolean onlyWindowsLines(String text) {
        long lines = text.chars().filter(each -> each == '\n').count();
        return lines > 0 && lines == text.split("\r\n", -1).length - 1;
    }
}
