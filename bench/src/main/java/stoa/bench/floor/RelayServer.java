package stoa.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A TLS server that passes on what it reads to the others of a group: the least that a chat server
 * on Netty with BoringSSL pays for its deliveries. Given a file it also writes each message there
 * and syncs, for whatever waits at once, before anybody hears it ({@link SyncedFile}). It parses,
 * decides and keeps nothing. Half as many event loops as cores, as ours has.
 *
 * <p>A connection names its group first: {@code <group name='pair-1'/>}, and is told the same when
 * it is in. What comes in a group whose name begins with {@code pair} goes to the others in it, in
 * any other to all. Where there is another relay, what comes in a group whose name begins with
 * {@code away} goes to it, for the same group there ({@link Onward}).
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
public final class RelayServer {
    private static final String GROUP = "<group name='";

    private final Map<String, List<Channel>> groups = new HashMap<>();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                    EpollIoHandler.newFactory());
    private final @Nullable SyncedFile file;
    private final int other;
    private @Nullable Onward onward;

    private RelayServer(@Nullable SyncedFile file, int other) {
        this.file = file;
        this.other = other;
    }

    /**
     * Serves until it is killed; the arguments are a port, a certificate, a key (PEM files), the
     * port of another relay or 0, and, for one that syncs, a file.
     */
    public static void main(String[] arguments) throws Exception {
        start(
                        Integer.parseInt(arguments[0]),
                        new File(arguments[1]),
                        new File(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        arguments.length > 4 ? new File(arguments[4]) : null)
                .closeFuture()
                .sync();
    }

    /**
     * Listens on a loopback port (0 for any) until the channel is closed.
     *
     * @param other the port of another relay, or 0; it is connected to when the first asks for it
     */
    public static Channel start(
            int port, File certificate, File key, int other, @Nullable File synced)
            throws IOException, InterruptedException {
        SslContext tls =
                SslContextBuilder.forServer(certificate, key)
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .protocols("TLSv1.3")
                        .build();
        RelayServer relay =
                new RelayServer(synced == null ? null : SyncedFile.start(synced), other);
        return new ServerBootstrap()
                .group(relay.loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                tls.newHandler(channel.alloc()),
                                                relay.new Member());
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
    }

    private synchronized void join(String name, Channel channel) {
        List<Channel> members = new ArrayList<>(groups.getOrDefault(name, List.<Channel>of()));
        members.add(channel);
        groups.put(name, members);
    }

    private synchronized List<Channel> members(String name) {
        return groups.getOrDefault(name, List.of());
    }

    private synchronized Onward onward() {
        Onward known = onward;
        if (known == null) {
            try {
                known = Onward.connect(loops, other);
            } catch (SSLException e) {
                throw new IllegalStateException("no native TLS engine on this platform", e);
            }
            onward = known;
        }
        return known;
    }

    private synchronized void leave(String name, Channel channel) {
        List<Channel> members = new ArrayList<>(groups.getOrDefault(name, List.<Channel>of()));
        members.remove(channel);
        if (members.isEmpty()) {
            groups.remove(name);
        } else {
            groups.put(name, members);
        }
    }

    private final class Member extends ChannelInboundHandlerAdapter {
        private @Nullable String group;
        private boolean toSelf;
        private @Nullable Onward away;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (group != null) {
                pass(ctx, bytes);
                return;
            }
            String text = bytes.toString(StandardCharsets.US_ASCII);
            if (text.equals(Onward.HELLO)) {
                ctx.pipeline()
                        .replace(
                                this,
                                "frames",
                                new LengthFieldBasedFrameDecoder(Onward.FRAME_BYTES, 0, 4, 0, 4));
                ctx.pipeline().addLast(new FromAnother());
            } else if (text.startsWith(GROUP)) {
                String name = text.substring(GROUP.length(), text.indexOf('\'', GROUP.length()));
                toSelf = !name.startsWith("pair");
                group = name;
                join(name, ctx.channel());
                if (other > 0 && name.startsWith("away")) {
                    away = onward();
                    away.whenReady(() -> ctx.channel().writeAndFlush(bytes));
                    return;
                }
            }
            ctx.channel().writeAndFlush(bytes);
        }

        private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
            Channel from = ctx.channel();
            String name = String.valueOf(group);
            Onward further = away;
            stored(
                    from.eventLoop(),
                    bytes,
                    further == null
                            ? () -> deliver(toSelf ? null : from, name, bytes)
                            : () -> further.pass(name, bytes));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (group != null) {
                leave(group, ctx.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** What another relay passes on. */
    private final class FromAnother extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            String group =
                    frame.readCharSequence(frame.readUnsignedByte(), StandardCharsets.US_ASCII)
                            .toString();
            stored(ctx.channel().eventLoop(), frame, () -> deliver(null, group, frame));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Runs it on that loop once the bytes are on the disk, where they are to be. */
    private void stored(EventLoop home, ByteBuf bytes, Runnable then) {
        if (file == null) {
            then.run();
        } else {
            file.append(bytes, home, then);
        }
    }

    /** Gives the bytes to a group, but not to that member. */
    private void deliver(@Nullable Channel not, String group, ByteBuf bytes) {
        for (Channel member : members(group)) {
            if (member != not) {
                // a copy each, as every addressee's differs
                ByteBuf copy = member.alloc().directBuffer(bytes.readableBytes());
                copy.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
                member.writeAndFlush(copy, member.voidPromise());
            }
        }
        bytes.release();
    }
}
