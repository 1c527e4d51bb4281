package hero.deployer.identity;

/** Names of our cookies. Browsers keep one jar for all ports of a host: each deployer there has names of its own. */
public final class CookieNames {
    private static final int SHORT = 8;

    private CookieNames() {}

    /**
     * The cookie's name at the deployer with this public origin.
     *
     * @param start what the name begins with, the same everywhere
     * @param url {@code deployer.url}
     * @throws IllegalArgumentException when that is no address
     */
    public static String of(String start, String url) {
        var origin = new PublicOrigin(url);
        String name = start + Secrets.hash(origin.value()).substring(0, SHORT);
        // the prefix makes browsers refuse the cookie from any other host or from plain HTTP
        return origin.isHttps() ? "__Host-" + name : name;
    }
}
