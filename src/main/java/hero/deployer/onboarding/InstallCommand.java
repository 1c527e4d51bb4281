package hero.deployer.onboarding;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.base.FailureException;
import hero.deployer.base.Tx;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstallOrder;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Effects.Install;
import hero.deployer.release.Releases;
import hero.deployer.release.Releases.Build;
import hero.deployer.setup.Setups;

/** Sends the artifact, where the agent lacks it, and the command to install it; all of it may be repeated. */
@ApplicationScoped
class InstallCommand {
    private final Pool pool;
    private final OnboardingConfig config;
    private final Instances instances;
    private final Setups setups;
    private final Releases releases;
    private final AgentClient agents;

    InstallCommand(
            Pool pool,
            OnboardingConfig config,
            Instances instances,
            Setups setups,
            Releases releases,
            AgentClient agents) {
        this.pool = pool;
        this.config = config;
        this.instances = instances;
        this.setups = setups;
        this.releases = releases;
        this.agents = agents;
    }

    Uni<Void> send(Turn turn, Install install) {
        var tx = Tx.of(pool);
        return releases.build(tx, install.build())
                .map(InstallCommand::known)
                .chain(build -> instances
                        .get(tx, turn.instance())
                        .chain(row -> artifact(turn, row, build)
                                .chain(() -> setups.version(tx, row.setup(), row.setupVersion()))
                                .chain(setup ->
                                        agents.install(row, command(turn, row, install, build, setup.environment())))));
    }

    private static Build known(@Nullable Build build) {
        if (build == null) {
            throw new FailureException(StageFailure.refused("The build is gone."));
        }
        return build;
    }

    private Uni<Void> artifact(Turn turn, InstanceRow row, Build build) {
        return agents.hasArtifact(row, build.sha256())
                .chain(has -> has
                        ? Uni.createFrom().voidItem()
                        : releases.artifact(build)
                                .chain(file -> agents.putArtifact(
                                        row, build.sha256(), build.size(), file, turn.within(config.artifactCall()))));
    }

    private static InstallBuild command(
            Turn turn, InstanceRow row, Install install, Build build, Map<String, String> environment) {
        var left = Duration.between(turn.now(), turn.stage().givesUpAt());
        return InstallOrder.of(row, build, environment, install.operation(), install.fence(), left);
    }
}
