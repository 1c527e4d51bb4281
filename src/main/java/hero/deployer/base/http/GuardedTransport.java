package hero.deployer.base.http;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/** The JDK's transport, whose HTTP server has our guards in front. */
final class GuardedTransport extends JDKTransport {
    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        var guards = domainSocket ? null : GuardRegistry.of(options);
        if (guards != null) {
            bootstrap.childHandler(new GuardInitializer(bootstrap.config().childHandler(), guards));
        }
    }
}
