package hero.deployer.refresh;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.health.Observation;
import hero.deployer.instance.Instances.InstanceRow;

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
                FailureKind.TRANSIENT, "The agent of " + row.id() + " has not answered.", "Look at the machine.");
    }

    Duration left() {
        return Duration.ofNanos(endsAt - System.nanoTime());
    }

    /** Ends with a landing, or never: whoever waits has to mind the deadline. */
    Uni<Landing> fly() {
        return (member.state() == MemberState.VERIFYING ? verify() : send())
                .onFailure(FailureException.class)
                .recoverWithItem(thrown -> Landing.failed(member, ((FailureException) thrown).failure()));
    }

    /** What it comes to when the deadline passes. */
    Landing late() {
        var silent = silence;
        return silent != null
                ? Landing.unreachable(member, silent)
                : Landing.failed(
                        member,
                        "The instance " + member.instance() + " was not healthy on build " + member.target()
                                + " within " + deadline.toSeconds() + " s: " + seen + ".");
    }

    private Uni<Landing> send() {
        sendings++;
        return crossing.deliver(cargo, this::inTurn, row, member, left())
                .invoke(this::answered)
                .chain(() -> crossing.command(cargo, row, member, deadline))
                .invoke(this::answered)
                .chain(() -> watch(-1))
                .onFailure(Flight::isSilence)
                .recoverWithUni(thrown -> again(thrown, this::send))
                .onFailure(this::mayBeSentAgain)
                .recoverWithUni(thrown -> crossing.backOff(sendings).chain(this::send));
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
    private boolean mayBeSentAgain(Throwable thrown) {
        return thrown instanceof FailureException failed
                && sendings < MOST_SENDINGS
                && (failed.failure().message().contains("artifact-missing")
                        || failed.failure().message().contains("knows no operation"));
    }

    private Uni<Landing> watch(long after) {
        long asked = System.nanoTime();
        return crossing.operation(row, member, after)
                .invoke(this::answered)
                .chain(report -> reported(report, after, asked))
                .onFailure(Flight::isSilence)
                .recoverWithUni(thrown -> again(thrown, () -> watch(after)));
    }

    private Uni<Landing> reported(OperationReport report, long after, long asked) {
        seen = "the install is " + report.state();
        return switch (report.state()) {
            case "succeeded" -> {
                news.accept(Landing.verifying(member));
                yield verify();
            }
            case "rolled_back" -> member.back() ? wasThere(report) : rolledBack(report);
            case "failed" ->
                Uni.createFrom()
                        .item(Landing.failed(
                                member,
                                "Build " + member.target() + " could not be installed on " + member.instance() + ": "
                                        + error(report)));
            default -> {
                long took = (System.nanoTime() - asked) / 1_000_000;
                yield crossing.pause(LEAST_BETWEEN_POLLS - took).chain(() -> watch(Math.max(after, report.seq())));
            }
        };
    }

    private Uni<Landing> rolledBack(OperationReport report) {
        return Uni.createFrom().item(Landing.rolledBack(member, error(report)));
    }

    /** It was on its way back: what its agent went back to may be just that. */
    private Uni<Landing> wasThere(OperationReport report) {
        return crossing.health(row)
                .chain(seenNow -> seenNow instanceof Observation.Answered answer && Bake.isGood(answer, member)
                        ? Uni.createFrom().item(Landing.there(member))
                        : rolledBack(report));
    }

    private static String error(OperationReport report) {
        var error = report.error();
        return error == null ? "no reason given" : error;
    }

    private Uni<Landing> verify() {
        return crossing.health(row).chain(observation -> switch (observation) {
            case Observation.Lost(var reason) -> {
                silence = reason;
                yield crossing.backOff(++misses).chain(this::verify);
            }
            case Observation.Answered answer -> {
                answered();
                yield judged(answer);
            }
        });
    }

    private Uni<Landing> judged(Observation.Answered answer) {
        seen = "it says " + answer.status() + " on "
                + (answer.build() == null ? "no build" : "build " + answer.build());
        if (Bake.isGood(answer, member)) {
            return Uni.createFrom().item(Landing.there(member));
        }
        failedProbes = answer.status().equals("failed") ? failedProbes + 1 : 0;
        return failedProbes >= MOST_FAILED_PROBES
                ? Uni.createFrom()
                        .item(Landing.failed(
                                member,
                                "Build " + member.target() + " was installed on " + member.instance() + ", but " + seen
                                        + "."))
                : crossing.pause(BETWEEN_PROBES).chain(this::verify);
    }

    private void answered() {
        silence = null;
        misses = 0;
    }

    private static boolean isSilence(Throwable thrown) {
        return thrown instanceof FailureException failed && failed.failure().isTransient();
    }

    private Uni<Landing> again(Throwable silent, Supplier<Uni<? extends Landing>> next) {
        silence = ((FailureException) silent).failure();
        return crossing.backOff(++misses).chain(next);
    }
}
