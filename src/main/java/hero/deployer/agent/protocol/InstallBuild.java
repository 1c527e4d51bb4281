package hero.deployer.agent.protocol;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /v1/build}: bring the instance to this build.
 *
 * @param operation names the command: the same one is answered alike however often it comes
 * @param fence only grows per instance; a lower one is refused as stale, a higher one supersedes a running operation
 * @param version the build
 * @param sha256 its artifact, lower-case hex
 * @param size the artifact's bytes
 * @param mirror a public address without credentials to fetch it from, or null
 * @param environment for the stack
 * @param healthPath answers 200 when the stack is ready
 * @param deadlineSeconds for the whole operation
 */
public record InstallBuild(
        String operation,
        long fence,
        String version,
        String sha256,
        long size,
        @Nullable String mirror,
        Map<String, String> environment,
        String healthPath,
        int deadlineSeconds) {}
