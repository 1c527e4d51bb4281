package hero.deployer.release;

import org.jspecify.annotations.Nullable;

/** A channel as the API shows it. */
record ChannelView(String name, @Nullable String current) {

    static ChannelView of(ChannelEntity channel) {
        return new ChannelView(channel.name, channel.current);
    }
}
