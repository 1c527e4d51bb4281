package hero.deployer.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.node.Nodes;
import hero.deployer.provider.Provider;
import hero.deployer.provider.Providers;

/**
 * Whether an instance may be where a connection leads. Its provider decides, about the address that the connection really has: no name that
 * resolves anew, no address that somebody wrote into our tables leads us to this machine's own services or to a cloud's metadata.
 */
@ApplicationScoped
public class Reach {
    private final Providers providers;
    private final Map<String, Provider> byNode = new ConcurrentHashMap<>();

    Reach(Providers providers) {
        this.providers = providers;
    }

    /** Whether anything may be sent to {@code connected}, the far end of a connection, for this instance. */
    public boolean allows(InstanceRow instance, SocketAddress connected) {
        var host = connected.hostAddress() == null ? connected.host() : connected.hostAddress();
        var address = host == null ? null : address(host);
        return address != null && allows(instance, address);
    }

    /** The same before there is a connection: false where {@code host} is an address in figures that is not allowed. */
    public boolean mayConnect(InstanceRow instance, String host) {
        var address = address(host);
        return address == null || allows(instance, address);
    }

    private boolean allows(InstanceRow instance, InetAddress address) {
        var provider = provider(instance.node());
        return provider != null && provider.mayBeAt(address);
    }

    private @Nullable Provider provider(@Nullable String node) {
        if (node == null) {
            return null;
        }
        var known = byNode.get(node);
        if (known != null) {
            return known;
        }
        try {
            var found = providers.named(Nodes.providerOf(node));
            byNode.put(node, found);
            return found;
        } catch (ProblemException notConfigured) {
            return null;
        }
    }

    private static @Nullable InetAddress address(String host) {
        var figures = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return figures == null ? null : InetAddress.getByAddress(figures);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are always an address", e);
        }
    }
}
