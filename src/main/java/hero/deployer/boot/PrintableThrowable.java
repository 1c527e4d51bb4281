package hero.deployer.boot;

import org.jspecify.annotations.Nullable;

/** What was thrown, with its own stack trace and causes, in words that are printable. */
final class PrintableThrowable extends Throwable {
    static final int DEEPEST = 16;
    private static final long serialVersionUID = 1L;

    private final String words;

    PrintableThrowable(Throwable thrown) {
        this(thrown, DEEPEST);
    }

    private PrintableThrowable(Throwable thrown, int depth) {
        super(PrintableLine.printable(thrown.getMessage()), cause(thrown, depth), true, true);
        this.words = PrintableLine.printable(thrown.toString());
        setStackTrace(thrown.getStackTrace());
        for (var suppressed : thrown.getSuppressed()) {
            if (depth > 0) {
                addSuppressed(new PrintableThrowable(suppressed, 0));
            }
        }
    }

    private static @Nullable Throwable cause(Throwable thrown, int depth) {
        var cause = thrown.getCause();
        return cause == null || depth == 0 ? null : new PrintableThrowable(cause, depth - 1);
    }

    @Override
    public String toString() {
        return words;
    }
}
