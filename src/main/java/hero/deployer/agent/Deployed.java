package hero.deployer.agent;

import java.util.Map;

import hero.deployer.agent.protocol.InstallBuild;

/**
 * A build as this instance runs it.
 *
 * @param version the build
 * @param sha256 its artifact and its folder
 * @param environment for the stack
 * @param healthPath answers 200 when it is ready
 */
record Deployed(String version, String sha256, Map<String, String> environment, String healthPath) {
    static Deployed of(InstallBuild command) {
        return new Deployed(command.version(), command.sha256(), command.environment(), command.healthPath());
    }
}
