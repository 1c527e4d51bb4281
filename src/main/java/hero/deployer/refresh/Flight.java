package hero.deployer.refresh;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.health.Observation;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstanceRow;

/**
 * One member under way: told, watched and seen healthy. It may be begun anew at any point, by this replica or another: the same command
 * is answered alike. Lives on the turn's event loop.
 */
final class Flight {
    private static final int MOST_SENDINGS = 5;
    private static final int MOST_FAILED_PROBES = 3;
    /** Agents may tell of every percent. */
    private static final long LEAST_BETWEEN_POLLS = 50;

    private static final long BETWEEN_PROBES = 250;

    final Member member;
    final InstanceRow row;
    private final Crossing crossing;
    private final Cargo cargo;
    private final Berths uploads;
    private final Duration deadline;
    private final long endsAt;
    private final Consumer<Landing> news;

    private Supplier<Uni<Optional<Landing>>> next = this::send;
    private long after = -1; // the last change that its agent told of
    private boolean queued;
    private int misses;
    private int sendings;
    private int failedProbes;
    private @Nullable Failure silence; // why its agent has not answered since it last did
    private String seen = "its agent has not been asked";

    /** @param left how much of the deadline is left */
    Flight(
            Member member,
            InstanceRow row,
            Crossing crossing,
            Cargo cargo,
            Berths uploads,
            Duration deadline,
            Duration left,
            Consumer<Landing> news) {
        this.member = member;
        this.row = row;
        this.crossing = crossing;
        this.cargo = cargo;
        this.uploads = uploads;
        this.deadline = deadline;
        this.endsAt = System.nanoTime() + left.toNanos();
        this.news = news;
        this.silence = new Failure(
                FailureKind.TRANSIENT,
                "agent-silent",
                "The agent of " + row.id() + " has not answered.",
                "Look at the machine.");
    }

    Duration left() {
        return Duration.ofNanos(endsAt - System.nanoTime());
    }

    /** Ends with a landing, or never: whoever waits has to mind the deadline. */
    Uni<Landing> fly() {
        next = member.state() == MemberState.VERIFYING ? this::verify : this::send;
        // step after step, not each within the one before: an agent may keep us going for as long as it likes
        return Uni.createFrom()
                .deferred(() -> next.get())
                .onFailure(FailureException.class)
                .recoverWithUni(thrown -> failed(((FailureException) thrown).failure()))
                .repeat()
                .whilst(Optional::isEmpty)
                .collect()
                .last()
                .map(Optional::orElseThrow);
    }

    private Uni<Optional<Landing>> failed(Failure failure) {
        if (failure.isTransient()) {
            silence = failure;
            return again(crossing.backOff(++misses), next);
        }
        return mayBeSentAgain(failure)
                ? again(crossing.backOff(sendings), this::send)
                : lands(Landing.failed(member, failure));
    }

    private static Uni<Optional<Landing>> lands(Landing landing) {
        return Uni.createFrom().item(Optional.of(landing));
    }

    private Uni<Optional<Landing>> again(Uni<Void> pause, Supplier<Uni<Optional<Landing>>> with) {
        next = with;
        return pause.map(passed -> Optional.empty());
    }

    /** What it comes to when the deadline passes. */
    Landing late() {
        var silent = silence;
        return silent != null
                ? Landing.unreachable(member, silent)
                : Landing.failed(
                        member,
                        "not-healthy",
                        "The instance " + member.instance() + " was not healthy on build " + member.target()
                                + " within " + deadline.toSeconds() + " s: " + seen + ".");
    }

    private Uni<Optional<Landing>> send() {
        sendings++;
        after = -1;
        return crossing.deliver(cargo, this::inTurn, row, member, left())
                .invoke(this::answered)
                .chain(() -> crossing.command(cargo, row, member, deadline))
                .invoke(this::answered)
                .chain(() -> again(Uni.createFrom().voidItem(), this::watch));
    }

    private Uni<Void> inTurn(Supplier<Uni<Void>> upload) {
        answered();
        seen = "its artifact waits for those of others";
        queued = true;
        return uploads.with(() -> {
            queued = false;
            seen = "its artifact is being sent";
            return upload.get();
        });
    }

    /** It waits for the artifacts of others, and has been told of nothing: without its artifact its agent takes no command. */
    boolean isQueued() {
        return queued;
    }

    /** The artifact was collected, or the operation forgotten, between two calls. */
    private boolean mayBeSentAgain(Failure failure) {
        return sendings < MOST_SENDINGS
                && (failure.is(AgentClient.ARTIFACT_MISSING) || failure.is(AgentClient.UNKNOWN_OPERATION));
    }

    private Uni<Optional<Landing>> watch() {
        long asked = System.nanoTime();
        return crossing.operation(row, member, after).invoke(this::answered).chain(report -> reported(report, asked));
    }

    private Uni<Optional<Landing>> reported(OperationReport report, long asked) {
        seen = "the install is " + report.state();
        return switch (report.state()) {
            case "succeeded" -> {
                news.accept(Landing.verifying(member));
                yield again(Uni.createFrom().voidItem(), this::verify);
            }
            case "rolled_back" -> member.back() ? wasThere(report) : lands(rolledBack(report));
            case "failed" ->
                lands(Landing.failed(
                        member,
                        "install-failed",
                        "Build " + member.target() + " could not be installed on " + member.instance() + ": "
                                + error(report)));
            default -> {
                after = Math.max(after, report.seq());
                long took = (System.nanoTime() - asked) / 1_000_000;
                yield again(crossing.pause(LEAST_BETWEEN_POLLS - took), this::watch);
            }
        };
    }

    private Landing rolledBack(OperationReport report) {
        return Landing.rolledBack(member, error(report));
    }

    /** It was on its way back: what its agent went back to may be just that. */
    private Uni<Optional<Landing>> wasThere(OperationReport report) {
        return crossing.health(row)
                .map(seenNow -> Optional.of(
                        seenNow instanceof Observation.Answered answer && Bake.isGood(answer, member)
                                ? Landing.there(member)
                                : rolledBack(report)));
    }

    private static String error(OperationReport report) {
        var error = report.error();
        return error == null ? "no reason given" : error;
    }

    private Uni<Optional<Landing>> verify() {
        return crossing.health(row).chain(observation -> switch (observation) {
            case Observation.Lost(var reason) -> {
                silence = reason;
                yield again(crossing.backOff(++misses), this::verify);
            }
            case Observation.Answered answer -> {
                answered();
                yield judged(answer);
            }
        });
    }

    private Uni<Optional<Landing>> judged(Observation.Answered answer) {
        seen = "it says " + answer.status() + " on "
                + (answer.build() == null ? "no build" : "build " + answer.build());
        if (Bake.isGood(answer, member)) {
            return lands(Landing.there(member));
        }
        failedProbes = answer.status().equals("failed") ? failedProbes + 1 : 0;
        return failedProbes >= MOST_FAILED_PROBES
                ? lands(Landing.failed(
                        member,
                        "not-healthy",
                        "Build " + member.target() + " was installed on " + member.instance() + ", but " + seen + "."))
                : again(crossing.pause(BETWEEN_PROBES), this::verify);
    }

    private void answered() {
        silence = null;
        misses = 0;
    }
}
