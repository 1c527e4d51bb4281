package hero.deployer.provider;

/**
 * A node as its provider sees it now.
 *
 * @param name unique within the provider
 * @param online whether it can take work
 * @param slots its whole size; a slot is 1 vCPU with 4 GiB
 */
public record ProviderNode(String name, boolean online, int slots) {}
