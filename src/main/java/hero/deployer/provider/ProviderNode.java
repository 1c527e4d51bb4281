package hero.deployer.provider;

/**
 * A node as its provider sees it now.
 *
 * @param name unique within the provider
 * @param online whether it can take work
 * @param slots how many of ours it could hold in all, those it holds already included; where others use the node too, that is ours plus what is
 *     free. A slot is 1 vCPU with 4 GiB
 */
public record ProviderNode(String name, boolean online, int slots) {}
