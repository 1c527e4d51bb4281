package hero.deployer.provider;

/**
 * What a provider holds for us and bills.
 *
 * @param provider whose
 * @param name the machine's name
 * @param node where
 * @param kind {@code machine} or {@code name}
 */
public record Contract(String provider, String name, String node, String kind) {}
