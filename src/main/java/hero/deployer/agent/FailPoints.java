package hero.deployer.agent;

/**
 * Named steps at which a test lets the agent die as by {@code kill -9}. Enabled only by {@code HERO_AGENT_FAIL_AT} in the environment;
 * without it a point costs one comparison.
 */
final class FailPoints {
    private static final String AT = System.getenv().getOrDefault("HERO_AGENT_FAIL_AT", "");

    private FailPoints() {}

    static void pass(String step) {
        if (AT.equals(step)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
