package hero.deployer.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.base.FailureException;

/** Reads what agents answer and believes only what the protocol allows. Pure. */
final class AgentAnswers {
    private static final String UNKNOWN_OPERATION = AgentClient.UNKNOWN_OPERATION;
    private static final int PROTOCOL = 1;
    private static final int MAX_WORDS = 600;
    private static final int HALF_OF_WORDS = MAX_WORDS / 2 - 1;
    private static final int MAX_DEPTH = 16;
    private static final Set<String> STATUSES = Set.of("starting", "healthy", "degraded", "failed");
    private static final Set<String> STATES =
            Set.of("fetching", "verifying", "starting", "checking", "succeeded", "rolled_back", "failed");
    private static final Pattern BUILD = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+-]{0,63}");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            // a newer agent may say more
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private AgentAnswers() {}

    /** The report, if it is this instance's own. */
    static HealthReport health(String instance, AgentAnswer answer) {
        var report = read(instance, require(instance, answer, 200), HealthReport.class);
        if (report.protocol() != PROTOCOL) {
            throw AgentFailures.refused(
                    instance, "other-protocol", "speaks protocol " + report.protocol() + ", not " + PROTOCOL);
        }
        if (!instance.equals(report.instance())) {
            // a machine that took over the address: its health says nothing of ours
            throw AgentFailures.unreadable(instance, "is not there: another machine answers at its address");
        }
        if (!known(STATUSES, report.status()) || !wellFormed(report.build())) {
            throw AgentFailures.unreadable(instance, "answered with a health report that makes no sense");
        }
        return report;
    }

    /** The report, if it is of this operation. */
    static OperationReport operation(String instance, String operation, AgentAnswer answer) {
        if (answer.status() == 404) {
            throw AgentFailures.refused(instance, UNKNOWN_OPERATION, "knows no operation " + operation);
        }
        var report = read(instance, require(instance, answer, 200), OperationReport.class);
        if (!operation.equals(report.id()) || !known(STATES, report.state())) {
            throw AgentFailures.unreadable(instance, "answered with an operation report that makes no sense");
        }
        var error = report.error() == null ? null : words(report.error());
        return new OperationReport(report.id(), report.seq(), report.state(), percent(report.percent()), error);
    }

    /** The log as plain text: what is not UTF-8 or controls a terminal is gone. */
    static String log(String instance, AgentAnswer answer) {
        return plain(new String(require(instance, answer, 200).body(), StandardCharsets.UTF_8));
    }

    /** The answer, or the failure that its status means. */
    static AgentAnswer require(String instance, AgentAnswer answer, int expected) {
        if (answer.status() == expected) {
            return answer;
        }
        throw refusal(instance, answer);
    }

    private static FailureException refusal(String instance, AgentAnswer answer) {
        int status = answer.status();
        return switch (status) {
            case 401, 403 ->
                AgentFailures.bug(
                        instance,
                        "does not accept our token",
                        "Check that DEPLOYER_FLEET_KEY is the one the machine was made with.");
            case 404, 409, 413 ->
                AgentFailures.refused(instance, code(answer), "refused (" + status + "): " + reason(answer));
            case 422 -> AgentFailures.unreadable(instance, "received something damaged: " + reason(answer));
            case 507 -> AgentFailures.full(instance, "has no room left: " + reason(answer));
            default -> other(instance, status, answer);
        };
    }

    private static FailureException other(String instance, int status, AgentAnswer answer) {
        if (status >= 300 && status < 400) {
            return AgentFailures.unreadable(instance, "answered with a redirect, which is not followed");
        }
        return status >= 400 && status < 500
                ? AgentFailures.bug(
                        instance, "did not understand us (" + status + "): " + reason(answer), "Report this.")
                : AgentFailures.unreadable(instance, "answered " + status);
    }

    /** The problem's slug, such as {@code artifact-missing}, where it is one. */
    private static String code(AgentAnswer answer) {
        try {
            var slug = slug(JSON.readTree(answer.body()));
            return CODE.matcher(slug).matches() ? slug : "agent-refused";
        } catch (IOException e) {
            return "agent-refused";
        }
    }

    private static String slug(JsonNode problem) {
        var type = problem.path("type").asText("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** The problem's slug and detail, such as {@code stale: a higher fence was seen}. */
    private static String reason(AgentAnswer answer) {
        try {
            var problem = JSON.readTree(answer.body());
            return words(slug(problem) + ": " + problem.path("detail").asText(""));
        } catch (IOException e) {
            return "no reason given";
        }
    }

    private static <T> T read(String instance, AgentAnswer answer, Class<T> type) {
        try {
            @Nullable T value = JSON.readValue(answer.body(), type);
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            throw AgentFailures.unreadable(instance, "answered with something that is not the JSON we expect");
        }
        throw AgentFailures.unreadable(instance, "answered with nothing");
    }

    /** The wire may leave out what our types require. */
    private static boolean known(Set<String> words, @Nullable String word) {
        return word != null && words.contains(word);
    }

    private static boolean wellFormed(@Nullable String build) {
        return build == null || BUILD.matcher(build).matches();
    }

    private static int percent(int percent) {
        return Math.clamp(percent, 0, 100);
    }

    /** Cut in the middle: what happened stands at the beginning, why at the end. */
    private static String words(String text) {
        var plain = plain(text);
        return plain.length() <= MAX_WORDS
                ? plain
                : plain.substring(0, HALF_OF_WORDS) + "…" + plain.substring(plain.length() - HALF_OF_WORDS);
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("");
    }
}
