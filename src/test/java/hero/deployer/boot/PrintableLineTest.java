package hero.deployer.boot;

import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever writes into the log's messages writes text, and no more than a line. */
class PrintableLineTest {
    private final PatternFormatter console = new PatternFormatter("%-5p %s%e%n");
    private final OutageFilter filter = new OutageFilter();

    @Test
    void control_sequences_of_a_stack_are_shown_and_not_obeyed() {
        var line = new ExtLogRecord(Level.INFO, "The stack said %s", ExtLogRecord.FormatStyle.PRINTF, "hero.Log");
        line.setParameters(new Object[] {"\u001b[2J\u001b]0;owned\u0007 and \u009b31m\r\n2026-01-01 FATAL forged"});

        assertThat(shown(line))
                .isEqualTo(
                        "INFO  The stack said \\u001b[2J\\u001b]0;owned\\u0007 and \\u009b31m\\u000d\\n2026-01-01 FATAL forged\n");
    }

    @Test
    void what_was_thrown_is_printable_with_its_causes_and_keeps_its_stack_trace() {
        var cause = new IllegalStateException("said \u001b[31m\u202e");
        var line = new LogRecord(Level.SEVERE, "unexpected");
        line.setThrown(new RuntimeException("outer\nERROR forged", cause));

        var shown = shown(line);

        assertThat(shown)
                .contains("java.lang.RuntimeException: outer\\nERROR forged\n")
                .contains("Caused by: java.lang.IllegalStateException: said \\u001b[31m\\u202e\n")
                .contains("\tat hero.deployer.boot.PrintableLineTest.what_was_thrown")
                .doesNotContain("PrintableThrowable");
        assertThat(shown.chars().filter(c -> c != '\n' && c != '\t')).allMatch(c -> c >= ' ');
    }

    @Test
    void plain_lines_and_other_alphabets_stay_as_they_are() {
        var thrown = new IllegalStateException("плохо");
        var line = new LogRecord(Level.INFO, "größer, 大きい, 😀\ttab");
        line.setThrown(thrown);

        assertThat(shown(line)).startsWith("INFO  größer, 大きい, 😀\ttab");
        assertThat(line.getThrown()).isSameAs(thrown);
    }

    private String shown(LogRecord line) {
        assertThat(filter.isLoggable(line)).isTrue();
        return console.format(line).replace(System.lineSeparator(), "\n");
    }
}
