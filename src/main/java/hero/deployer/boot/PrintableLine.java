package hero.deployer.boot;

import java.util.logging.LogRecord;

import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes each line of the log one line of printable text, whatever a stack, a provider or a caller said: control sequences would move an
 * operator's cursor, and line breaks would forge lines. Stack traces keep their shape.
 */
final class PrintableLine {
    private PrintableLine() {}

    /** Cleans a record in place. */
    static void clean(LogRecord line) {
        var said = line instanceof ExtLogRecord known ? known.getFormattedMessage() : line.getMessage();
        if (said != null && !isPrintable(said)) {
            say(line, printable(said));
        }
        var thrown = line.getThrown();
        if (thrown != null && !isPrintable(thrown)) {
            line.setThrown(new PrintableThrowable(thrown));
        }
    }

    private static void say(LogRecord line, String words) {
        line.setParameters(null);
        if (line instanceof ExtLogRecord known) {
            known.setMessage(words, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            line.setMessage(words);
        }
    }

    private static boolean isPrintable(Throwable thrown) {
        int depth = 0;
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (++depth > PrintableThrowable.DEEPEST || !isPrintable(String.valueOf(one.getMessage()))) {
                return false;
            }
            for (var suppressed : one.getSuppressed()) {
                if (!isPrintable(String.valueOf(suppressed.getMessage()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(PrintableLine::isControl);
    }

    /** The same text; what is no printable character is written as Java would write it. */
    static String printable(@Nullable String text) {
        if (text == null || isPrintable(text)) {
            return String.valueOf(text);
        }
        var clean = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (!isControl(one)) {
                clean.append(one);
            } else if (one == '\n') {
                clean.append("\\n");
            } else {
                clean.append(String.format("\\u%04x", (int) one));
            }
        }
        return clean.toString();
    }

    /** Controls (ESC, CSI, DEL, line ends), and what turns the direction of writing or breaks lines without being one. */
    private static boolean isControl(int one) {
        return switch (Character.getType(one)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> one != '\t';
            case Character.FORMAT -> one == 0x061C || one >= 0x200E && one <= 0x202E || one >= 0x2066 && one <= 0x2069;
            default -> false;
        };
    }
}
