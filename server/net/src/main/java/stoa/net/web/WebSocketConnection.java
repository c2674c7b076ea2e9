package stoa.net.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;
import stoa.net.stream.ClientStream;
import stoa.net.stream.Namespaces;
import stoa.net.stream.StanzaText;
import stoa.net.stream.StreamLoop;
import stoa.net.stream.StreamOpen;
import stoa.net.stream.StreamReply;
import stoa.net.stream.StreamServer;
import stoa.net.stream.Wire;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.ByteSink;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * A stream over a WebSocket, RFC 7395: each frame is one element. Sits in the channel before
 * Vert.x' own handler, which keeps what is the WebSocket's (pings, closing); so stanzas go between
 * the socket and the stream without copies in between. Confined to the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class WebSocketConnection extends ChannelInboundHandlerAdapter
        implements Wire, ByteSink, StreamLoop.Swept {
    private static final int NORMAL_CLOSURE = 1000;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final long LINGER_MS = 3_000;

    private final StreamServer server;
    private final boolean encrypted;
    private final InetAddress peer;
    private final StreamLoop loop;
    private final FrameParser parser;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ClientStream stream;
    private @Nullable ByteArrayOutputStream fragments;
    private @Nullable ByteBuf frame;
    private int mostBytes;
    private boolean closing;
    private long lingerUntilMs;

    WebSocketConnection(StreamServer server, boolean encrypted, InetAddress peer) {
        this.server = server;
        this.encrypted = encrypted;
        this.peer = peer;
        this.loop = server.currentLoop();
        this.parser = new FrameParser(server.limits().beforeLogin());
    }

    // The channel.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        // A plain web port is for this machine's own browser only; the listener sees to that.
        stream = new ClientStream(server, this, !encrypted);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case TextWebSocketFrame text -> read(text);
            case ContinuationWebSocketFrame more -> read(more);
            case BinaryWebSocketFrame binary -> {
                binary.release();
                end(UNSUPPORTED_DATA); // RFC 7395 section 3.2
            }
            case CloseWebSocketFrame answer when closing -> {
                answer.release();
                ctx.close(); // both have said it (RFC 6455 section 7.1.1); nobody says it twice
            }
            default -> ctx.fireChannelRead(message);
        }
    }

    private void read(WebSocketFrame part) {
        try {
            if (closing || stream == null) {
                return;
            }
            ByteBuf content = part.content();
            stream.heard(content.readableBytes());
            if (part.isFinalFragment() && fragments == null) {
                read(content);
            } else {
                collect(part);
            }
        } finally {
            part.release();
        }
    }

    private void read(ByteBuf content) {
        int length = content.readableBytes();
        if (content.hasArray()) {
            int start = content.arrayOffset() + content.readerIndex();
            handle(parser.parse(content.array(), start, length));
            return;
        }
        byte[] scratch = loop.scratch();
        byte[] bytes = length <= scratch.length ? scratch : new byte[length];
        content.readBytes(bytes, 0, length);
        handle(parser.parse(bytes, 0, length));
    }

    private void collect(WebSocketFrame part) {
        ByteArrayOutputStream all = fragments;
        if (all == null) {
            all = new ByteArrayOutputStream();
            fragments = all;
        }
        ByteBuf content = part.content();
        if (all.size() + content.readableBytes() > mostBytes) {
            stream()
                    .refused(
                            StreamError.Condition.POLICY_VIOLATION.error("longer than is allowed"));
            return;
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        all.writeBytes(bytes);
        if (part.isFinalFragment()) {
            fragments = null;
            handle(parser.parse(all.toByteArray()));
        }
    }

    private void handle(FrameParser.Frame read) {
        switch (read) {
            case FrameParser.Refused refused -> stream().refused(refused.error());
            case FrameParser.Parsed parsed -> {
                Element element = parsed.element();
                if (!element.namespace().equals(Namespaces.FRAMING)) {
                    stream().element(element);
                } else if (element.name().equals("open")) {
                    stream().opened(open(element));
                } else if (element.name().equals("close")) {
                    stream().closedByClient();
                } else {
                    stream().refused(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
                }
            }
        }
    }

    private static StreamOpen open(Element element) {
        return new StreamOpen(
                Stanza.CLIENT,
                element.attribute("to"),
                element.attribute("from"),
                element.attribute("version"),
                element.attribute("lang", Element.XML_NAMESPACE));
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
        if (stream != null) {
            stream.lost();
        }
        ctx.fireChannelInactive();
    }

    // The wire.

    @Override
    public StreamLoop loop() {
        return loop;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public boolean isEncrypted() {
        return encrypted;
    }

    @Override
    public boolean offersPlain() {
        return encrypted;
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public void startTls() {
        throw new IllegalStateException("a WebSocket has TLS from its start or never");
    }

    @Override
    public void open(StreamReply reply) {
        XmlWriter writer = loop.inFrame();
        writer.raw("<open")
                .attribute("xmlns", Namespaces.FRAMING)
                .attribute("id", reply.id())
                .attribute("from", reply.from());
        if (reply.to() != null) {
            writer.attribute("to", reply.to());
        }
        writer.attribute("version", "1.0").attribute("xml:lang", "en").raw("/>");
        send(writer);
    }

    @Override
    public void write(Element element) {
        send(loop.inFrame().element(element, ""));
    }

    @Override
    public int write(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        if (encoded != null && outgoing.to() != null) {
            byte[] to = EncodedStanza.address(outgoing.to().toString());
            int length = encoded.frameLength(to);
            begin(length);
            encoded.writeFrameTo(this, to);
            finish();
            return length;
        }
        if (outgoing.stanza() == null) {
            return 0;
        }
        XmlWriter writer = loop.inFrame();
        StanzaText.write(writer, outgoing.stanza(), true);
        send(writer);
        return writer.length();
    }

    private void send(XmlWriter writer) {
        begin(writer.length());
        writer.writeTo(this);
        finish();
    }

    private void begin(int length) {
        frame = context().alloc().directBuffer(length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (frame != null) {
            frame.writeBytes(bytes, offset, length);
        }
    }

    private void finish() {
        ByteBuf done = frame;
        frame = null;
        if (done == null) {
            return;
        }
        if (closing) {
            done.release();
        } else {
            context().write(new TextWebSocketFrame(done), context().voidPromise());
        }
    }

    @Override
    public void flush() {
        if (!closing) {
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
        // each frame stands alone; the next <open/> is the new stream (RFC 7395 section 3.5)
    }

    @Override
    public void limits(ParserLimits limits) {
        mostBytes = limits.stanzaBytes();
        parser.limits(limits);
    }

    @Override
    public void close(@Nullable Element error) {
        if (closing) {
            return;
        }
        if (error != null) {
            write(error);
        }
        write(Element.empty("close", Namespaces.FRAMING));
        end(NORMAL_CLOSURE);
    }

    /** Ends the WebSocket (RFC 6455 section 7), and a little later the connection in any case. */
    private void end(int status) {
        closing = true;
        context().writeAndFlush(new CloseWebSocketFrame(status, ""));
        context().channel().config().setAutoRead(true);
        lingerUntilMs = server.now() + LINGER_MS;
        loop.watch(this);
        if (stream != null) {
            stream.lost();
        }
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
        fragments = null;
        ChannelHandlerContext first = context().pipeline().firstContext();
        if (first != null) {
            first.close();
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
