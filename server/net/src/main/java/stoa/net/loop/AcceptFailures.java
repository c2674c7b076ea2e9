package stoa.net.loop;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.SteadyClock;

/**
 * Says when a port cannot take connections, as when the process has no file descriptor left: at
 * once, and then once a minute while it lasts. Netty tries again a second after each failure. The
 * last in the pipeline of a listening socket; confined to its loop.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
    private static final long SAY_EVERY_MS = 60_000;

    private final SteadyClock clock = SteadyClock.ofProcess();
    private long saidMs = clock.millis() - SAY_EVERY_MS;

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        long nowMs = clock.millis();
        if (nowMs - saidMs >= SAY_EVERY_MS) {
            saidMs = nowMs;
            LOG.error(
                    "connections_not_taken port={} reason=\"{}\"",
                    context.channel().localAddress() instanceof InetSocketAddress at
                            ? at.getPort()
                            : 0,
                    failure.getMessage());
        }
    }
}
