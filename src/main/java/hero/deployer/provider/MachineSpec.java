package hero.deployer.provider;

/**
 * A machine to make.
 *
 * @param name unique and deterministic: the instance's id
 * @param organization a label, to find orphans by
 * @param node where
 * @param cpu virtual cores
 * @param memoryMiB memory
 * @param diskGiB disk
 * @param agentTokenSha256 what the agent keeps of its token: the hash in lower-case hex
 */
public record MachineSpec(
        String name, String organization, String node, int cpu, int memoryMiB, int diskGiB, String agentTokenSha256) {}
