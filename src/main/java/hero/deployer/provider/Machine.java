package hero.deployer.provider;

/**
 * A machine that exists.
 *
 * @param name ours
 * @param node where it is
 * @param agent its agent's address, {@code host:port}
 * @param cockpit the stack's address, {@code host:port}; nothing listens there before a build is installed
 */
public record Machine(String name, String node, String agent, String cockpit) {}
