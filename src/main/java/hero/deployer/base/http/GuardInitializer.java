package hero.deployer.base.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;

/** Gives each accepted connection its guards, in front of the server's own handlers and, where there is TLS, behind it. */
@ChannelHandler.Sharable
final class GuardInitializer extends ChannelInitializer<Channel> {
    private static final String TLS = "ssl";

    private final ChannelHandler server;
    private final Guards guards;

    GuardInitializer(ChannelHandler server, Guards guards) {
        this.server = server;
        this.guards = guards;
    }

    @Override
    protected void initChannel(Channel channel) {
        var place = guards.connections().admit(channel);
        if (place == null) {
            channel.close();
            return;
        }
        var pipeline = channel.pipeline();
        pipeline.addLast(server);
        var pacer = new InboundPacer(guards, place);
        if (pipeline.get(TLS) == null) {
            pipeline.addFirst(pacer);
        } else {
            pipeline.addAfter(TLS, null, pacer);
        }
    }
}
