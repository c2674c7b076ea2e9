package stoa.net.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.sm.Outgoing;
import stoa.net.stream.ClientStream;
import stoa.net.stream.StanzaText;
import stoa.net.stream.StreamLoop;
import stoa.net.stream.StreamOpen;
import stoa.net.stream.StreamReply;
import stoa.net.stream.StreamServer;
import stoa.net.stream.Wire;
import stoa.net.tls.TlsBindings;
import stoa.net.tls.TlsContexts;
import stoa.net.tls.TlsHandler;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.stream.StreamListener;
import stoa.xmpp.stream.StreamParser;
import stoa.xmpp.xml.ByteSink;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * One TCP connection. What one turn of the loop writes is collected in one buffer and handed to the
 * socket, or to TLS before it, with one flush. Confined to the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class TcpConnection extends ChannelInboundHandlerAdapter
        implements Wire, StreamListener, ByteSink, TlsHandler.Listener, StreamLoop.Swept {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    /** Collected bytes are handed on when there are so many. */
    private static final int CHUNK_BYTES = 32 * 1024;

    private static final int FIRST_BYTES = 1024;

    /** How long a client may take to hear the end of its stream. */
    private static final long LINGER_MS = 3_000;

    private enum Tls {
        NONE,
        UNDER_WAY,
        UP
    }

    private final StreamServer server;
    private final TlsContexts contexts;
    private final boolean direct;
    private final boolean plaintextAllowed;
    private final InetAddress peer;
    private final StreamLoop loop;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ClientStream stream;
    private @Nullable StreamParser parser;
    private @Nullable ByteBuf out;
    private byte @Nullable [] ownAddress;
    private @Nullable Object ownAddressOf;
    private ParserLimits limits;
    private Tls tls = Tls.NONE;
    private boolean first = true;
    private boolean restarted;
    private boolean closing;
    private long lingerUntilMs;

    TcpConnection(
            StreamServer server,
            TlsContexts contexts,
            boolean direct,
            boolean plaintextAllowed,
            InetAddress peer) {
        this.server = server;
        this.contexts = contexts;
        this.direct = direct;
        this.plaintextAllowed = plaintextAllowed;
        this.peer = peer;
        this.loop = server.currentLoop();
        this.limits = server.limits().beforeLogin();
    }

    // The channel.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (direct) {
            beginTls(ctx);
        }
        stream = new ClientStream(server, this, plaintextAllowed);
    }

    private void beginTls(ChannelHandlerContext ctx) {
        tls = Tls.UNDER_WAY;
        ctx.pipeline().addFirst("tls", new TlsHandler(contexts, this));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!closing && stream != null) {
                stream.heard(bytes.readableBytes());
                read(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuf bytes) {
        StreamParser between = parser;
        if (between != null && between.atStanzaBoundary() && isSpace(bytes)) {
            stream().space();
            return;
        }
        if (bytes.hasArray()) {
            int start = bytes.arrayOffset() + bytes.readerIndex();
            feed(bytes.array(), start, bytes.readableBytes());
            return;
        }
        byte[] scratch = loop.scratch();
        while (bytes.isReadable() && !closing) {
            int length = Math.min(scratch.length, bytes.readableBytes());
            bytes.readBytes(scratch, 0, length);
            feed(scratch, 0, length);
        }
    }

    private static boolean isSpace(ByteBuf bytes) {
        return bytes.forEachByte(b -> b == ' ' || b == '\n' || b == '\r' || b == '\t') < 0;
    }

    private void feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && !closing) {
            if (tls == Tls.UNDER_WAY) {
                return; // what came in the clear behind <starttls/> is nobody's (section 5.4.3.3)
            }
            StreamParser current = parser;
            if (current == null) {
                current =
                        first
                                ? new StreamParser(limits, this)
                                : StreamParser.following(limits, this);
                parser = current;
            }
            restarted = false;
            at += current.feed(bytes, at, end - at);
            if (!restarted) {
                return;
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !closing && stream != null) {
            stream.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        dropOut();
        if (stream != null) {
            stream.lost();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || tls == Tls.UNDER_WAY) {
            LOG.debug("connection_failed peer={} reason={}", peer, cause.getMessage());
        } else if (cause instanceof DecoderException) {
            LOG.info("tls_failed peer={}", peer.getHostAddress()); // broken records
        } else {
            LOG.error("connection_failed peer={}", peer.getHostAddress(), cause);
        }
        if (stream != null) {
            stream.lost();
        }
        drop();
    }

    // The parser.

    @Override
    public void streamOpened(StreamHeader header) {
        stream()
                .opened(
                        new StreamOpen(
                                header.contentNamespace(),
                                header.to(),
                                header.from(),
                                header.version(),
                                header.lang()));
    }

    @Override
    public void element(Element element) {
        stream().element(element);
    }

    @Override
    public void streamClosed() {
        stream().closedByClient();
    }

    @Override
    public void failed(StreamError error) {
        stream().refused(error);
    }

    // TLS.

    @Override
    public void secured(TlsBindings bindings) {
        tls = Tls.UP;
        stream().secured(bindings);
    }

    @Override
    public void refused() {
        server.metrics().tlsHandshakesFailed.increment();
        if (stream != null) {
            stream.lost();
        }
        drop();
    }

    // The wire.

    @Override
    public StreamLoop loop() {
        return loop;
    }

    @Override
    public String transport() {
        return direct ? "tls" : "tcp";
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public boolean isEncrypted() {
        return tls == Tls.UP;
    }

    @Override
    public boolean offersPlain() {
        return true;
    }

    @Override
    public boolean canStartTls() {
        return tls == Tls.NONE;
    }

    @Override
    public void startTls() {
        beginTls(context());
    }

    @Override
    public void open(StreamReply reply) {
        if (tls == Tls.UNDER_WAY) {
            return;
        }
        XmlWriter writer = loop.inStream();
        writer.raw("<?xml version='1.0'?><stream:stream")
                .attribute("xmlns", Stanza.CLIENT)
                .attribute("xmlns:stream", StreamError.STREAMS)
                .attribute("id", reply.id())
                .attribute("from", reply.from());
        if (reply.to() != null) {
            writer.attribute("to", reply.to());
        }
        writer.attribute("version", "1.0").attribute("xml:lang", "en").raw(">").writeTo(this);
    }

    @Override
    public void write(Element element) {
        loop.inStream().element(element, Stanza.CLIENT).writeTo(this);
    }

    @Override
    public int write(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        if (encoded != null && outgoing.to() != null) {
            byte[] to = address(outgoing.to());
            encoded.writeTo(this, to);
            return encoded.length(to);
        }
        if (outgoing.stanza() == null) {
            return 0;
        }
        XmlWriter writer = loop.inStream();
        StanzaText.write(writer, outgoing.stanza(), false);
        writer.writeTo(this);
        return writer.length();
    }

    /** The bytes of an address; the last one is kept, as it is mostly the session's own. */
    private byte[] address(Object to) {
        byte[] known = ownAddress;
        if (known != null && to.equals(ownAddressOf)) {
            return known;
        }
        byte[] bytes = EncodedStanza.address(to.toString());
        ownAddress = bytes;
        ownAddressOf = to;
        return bytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (closing) {
            return;
        }
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = context().alloc().directBuffer(Math.max(FIRST_BYTES, length));
            out = buffer;
        }
        buffer.writeBytes(bytes, offset, length);
        if (buffer.readableBytes() >= CHUNK_BYTES) {
            out = null;
            context().write(buffer, context().voidPromise());
        }
    }

    @Override
    public void flush() {
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            context().writeAndFlush(buffer, context().voidPromise());
        } else if (!closing) {
            context().flush();
        }
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void reading(boolean on) {
        if (!closing) {
            context().channel().config().setAutoRead(on);
        }
    }

    @Override
    public void restart() {
        if (parser != null) {
            parser.stop();
        }
        parser = null;
        restarted = true;
        first = false;
    }

    @Override
    public void limits(ParserLimits newLimits) {
        limits = newLimits;
        if (parser != null) {
            parser.limits(newLimits);
        }
    }

    @Override
    public void close(@Nullable Element error) {
        if (closing) {
            return;
        }
        if (tls == Tls.UNDER_WAY) {
            drop();
            return;
        }
        XmlWriter writer = loop.inStream();
        if (error != null) {
            writer.element(error, Stanza.CLIENT);
        }
        writer.raw("</stream:stream>").writeTo(this);
        flush();
        closing = true;
        parser = null;
        // The other side reads what we said before it hears that we are gone; a connection closed
        // with unread bytes in it would be reset.
        SslHandler ssl = context().pipeline().get(SslHandler.class);
        if (ssl != null) {
            ssl.closeOutbound();
        }
        Channel channel = context().channel();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        sent -> {
                            if (channel instanceof DuplexChannel duplex) {
                                duplex.shutdownOutput();
                            }
                        });
        channel.config().setAutoRead(true);
        lingerUntilMs = server.now() + LINGER_MS;
        loop.watch(this);
    }

    @Override
    public boolean sweep(long nowMs) {
        if (nowMs >= lingerUntilMs) {
            drop();
            return false;
        }
        return context().channel().isActive();
    }

    @Override
    public void drop() {
        closing = true;
        parser = null;
        dropOut();
        ChannelHandlerContext first = context().pipeline().firstContext();
        if (first != null) {
            first.close(); // past TLS, which would wait until its goodbye is read
        }
    }

    private void dropOut() {
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    /** The server stops. */
    void shutdown() {
        if (stream != null) {
            stream.shutdown();
        }
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a channel");
        }
        return context;
    }

    private ClientStream stream() {
        if (stream == null) {
            throw new IllegalStateException("not in a channel");
        }
        return stream;
    }
}
