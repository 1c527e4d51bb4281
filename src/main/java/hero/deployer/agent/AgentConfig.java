package hero.deployer.agent;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What one agent is told at its start.
 *
 * @param instance the instance's id
 * @param organization the label of its organization
 * @param listen the agent's own address
 * @param stackPort where the stack listens; stable for the instance
 * @param data the folder of everything that lasts
 * @param tokenSha256 the SHA-256 of the token: the agent never holds the token itself
 * @param maxArtifactBytes the largest artifact it takes
 * @param maxUnpackedBytes the most one build may unpack to
 * @param timing its waits
 */
record AgentConfig(
        String instance,
        String organization,
        InetSocketAddress listen,
        int stackPort,
        Path data,
        String tokenSha256,
        long maxArtifactBytes,
        long maxUnpackedBytes,
        Timing timing) {

    /** @throws IllegalArgumentException naming the setting that is missing or wrong */
    static AgentConfig of(Settings settings) {
        return new AgentConfig(
                settings.required("instance"),
                settings.text("organization", ""),
                address(settings.required("listen")),
                (int) settings.number("stackPort", 1, 65_535, null),
                Path.of(settings.required("data")).toAbsolutePath().normalize(),
                hash(settings.required("tokenSha256")),
                settings.number("maxArtifactBytes", 1, Long.MAX_VALUE, 1L << 30),
                settings.number("maxUnpackedBytes", 1, Long.MAX_VALUE, 8L << 30),
                Timing.of(settings));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("listen: must be host:port");
        }
        var host = text.substring(0, colon).replace("[", "").replace("]", "");
        try {
            return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("listen: must be host:port", e);
        }
    }

    private static String hash(String text) {
        try {
            if (HexFormat.of().parseHex(text).length == 32) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tokenSha256: must be 64 hex digits", e);
        }
        throw new IllegalArgumentException("tokenSha256: must be 64 hex digits");
    }

    /** Where the stack is told to listen: the same interfaces as the agent. */
    String stackHost() {
        return listen.getAddress() == null ? "0.0.0.0" : listen.getAddress().getHostAddress();
    }

    /** Where the agent itself reaches the stack. */
    InetSocketAddress stackAddress() {
        var address = listen.getAddress();
        return address == null || address.isAnyLocalAddress()
                ? new InetSocketAddress("127.0.0.1", stackPort)
                : new InetSocketAddress(address, stackPort);
    }
}
