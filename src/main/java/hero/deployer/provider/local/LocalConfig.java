package hero.deployer.provider.local;

import java.nio.file.Path;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** Machines as processes on this one. */
@ConfigMapping(prefix = "deployer.local")
public interface LocalConfig {
    /** The size of this machine in slots (DEPLOYER_LOCAL_SLOTS). */
    @WithDefault("20")
    @Allowed(least = 0, most = 10_000)
    int slots();

    /** One folder per machine. */
    @WithDefault("${deployer.data:data}/machines")
    Path machines();

    /** The self-contained agent: {@code bin/agent} and its runtime (DEPLOYER_AGENT_BUNDLE). */
    @WithDefault("${deployer.agent-bundle:target/agent-bundle}")
    Path agentBundle();

    /** Where ports are chosen from; below the range that outgoing connections take theirs from. */
    @WithDefault("20000")
    @Allowed(least = 1, most = 65_535)
    int firstPort();

    @WithDefault("31999")
    @Allowed(least = 1, most = 65_535)
    int lastPort();

    /** How long a started agent may take to listen. */
    @WithDefault("25s")
    Duration startTimeout();

    /** How long an agent, and then its stack, may take to end politely. */
    @WithDefault("8s")
    Duration stopGrace();

    /** How often agents that died are looked for and brought back. */
    @WithDefault("5s")
    Duration watchEvery();

    /** How much of an agent's own output is kept. */
    @WithDefault("262144")
    long logBytes();

    /** Threads for files and processes. */
    @WithDefault("12")
    @Allowed(most = 1_000)
    int workers();
}
