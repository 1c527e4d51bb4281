package hero.deployer.agent;

/** What this agent calls itself. */
final class AgentVersion {
    static final String VERSION = "1.0.0";

    private AgentVersion() {}
}
