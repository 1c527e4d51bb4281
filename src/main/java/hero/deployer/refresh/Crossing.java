package hero.deployer.refresh;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.health.HealthService;
import hero.deployer.health.Observation;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstallOrder;
import hero.deployer.instance.InstanceRow;

/** The calls to one member's agent. Whatever goes wrong comes back as a failure; the flight decides what it means. */
@ApplicationScoped
class Crossing {
    private static final int MOST_DOUBLINGS = 16;
    private static final Duration LEAST_DEADLINE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final AgentClient agents;
    private final HealthService health;
    private final RefreshConfig config;

    Crossing(Vertx vertx, AgentClient agents, HealthService health, RefreshConfig config) {
        this.vertx = vertx;
        this.agents = agents;
        this.health = health;
        this.config = config;
    }

    /**
     * Sends the artifact where the agent lacks it; may be repeated.
     *
     * @param turn lets the sending wait until it may begin
     */
    Uni<Void> deliver(
            Cargo cargo, Function<Supplier<Uni<Void>>, Uni<Void>> turn, InstanceRow row, Member member, Duration left) {
        return cargo.build(member.target())
                .chain(build -> agents.hasArtifact(row, build.sha256())
                        .chain(has -> has
                                ? Uni.createFrom().voidItem()
                                : cargo.file(build)
                                        .chain(file -> turn.apply(() -> agents.putArtifact(
                                                row, build.sha256(), build.size(), file, atLeast(left))))));
    }

    /** Sends the command; may be repeated. */
    Uni<Void> command(Cargo cargo, InstanceRow row, Member member, Duration deadline) {
        return cargo.build(member.target())
                .chain(build -> cargo.environment(row)
                        .chain(environment -> agents.install(
                                row,
                                InstallOrder.of(
                                        row,
                                        build,
                                        environment,
                                        String.valueOf(member.operation()),
                                        member.fence(),
                                        agentsDeadline(deadline)))));
    }

    /** The member's own deadline, but for what the agent needs to start the old build again. */
    private Duration agentsDeadline(Duration deadline) {
        var rest = deadline.minus(config.agentsOwnRollback());
        var half = deadline.dividedBy(2);
        return rest.compareTo(half) > 0 ? rest : atLeast(half);
    }

    private static Duration atLeast(Duration duration) {
        return duration.compareTo(LEAST_DEADLINE) < 0 ? LEAST_DEADLINE : duration;
    }

    Uni<OperationReport> operation(InstanceRow row, Member member, long after) {
        return agents.operation(row, String.valueOf(member.operation()), after, config.operationWait());
    }

    /** Asked now: an answer from before the install says nothing. */
    Uni<Observation> health(InstanceRow row) {
        return health.probe(row);
    }

    /** Longer with each miss, and never quite the same for two. */
    Uni<Void> backOff(int misses) {
        long doubled = config.backoffLeast().toMillis() << Math.clamp(misses - 1L, 0, MOST_DOUBLINGS);
        long whole = Math.min(doubled, config.backoffMost().toMillis());
        return pause(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }

    /** On the event loop of whoever waits. */
    Uni<Void> pause(long millis) {
        return millis <= 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> {
                    long timer = vertx.setTimer(millis, rung -> emitter.complete(null));
                    emitter.onTermination(() -> vertx.cancelTimer(timer));
                });
    }
}
