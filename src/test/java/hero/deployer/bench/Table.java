package hero.deployer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found, a line for each figure. */
final class Table {
    private static final String LINE = "%-58s %12s %12s %8s  %-16s %s%n";

    private record Line(String what, String ours, String reference, String ratio, String target, String verdict) {}

    private final List<Line> lines = new ArrayList<>();

    /** Ours may be at most {@code most} times the reference. */
    void ratio(String what, double ours, double reference, double most) {
        add(
                what,
                number(ours),
                number(reference),
                ours / reference,
                "≤ " + number(most) + "×",
                ours <= most * reference);
    }

    /** Ours may be at most {@code most}; there is nothing to compare with. */
    void most(String what, double ours, double most) {
        lines.add(new Line(what, number(ours), "", "", "≤ " + number(most), verdict(ours <= most)));
    }

    void least(String what, double ours, double least) {
        lines.add(new Line(what, number(ours), "", "", "≥ " + number(least), verdict(ours >= least)));
    }

    /** For the record: no target. */
    void note(String what, double ours) {
        lines.add(new Line(what, number(ours), "", "", "", ""));
    }

    void note(String what, double ours, double reference) {
        lines.add(new Line(what, number(ours), number(reference), number(ours / reference), "", ""));
    }

    private void add(String what, String ours, String reference, double ratio, String target, boolean reached) {
        lines.add(new Line(what, ours, reference, number(ratio), target, verdict(reached)));
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "NOT REACHED";
    }

    static String number(double figure) {
        double size = Math.abs(figure);
        String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, figure == Math.rint(figure) && size < 1e9 ? "%.0f" : pattern, figure);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(LINE.formatted("", "ours", "reference", "ratio", "to reach", ""));
        lines.forEach(line -> text.append(
                LINE.formatted(line.what, line.ours, line.reference, line.ratio, line.target, line.verdict)));
        return text.toString();
    }
}
