package stoa.net.s2s;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.loop.Defect;
import stoa.net.stream.Namespaces;
import stoa.net.stream.StanzaText;
import stoa.net.tls.PeerTlsContexts;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.stream.StreamListener;
import stoa.xmpp.stream.StreamParser;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/**
 * The wire of one stream between servers, in either direction: bytes, TLS, the parser, and the end
 * (RFC 6120 section 4). What is said on it is {@link Conversation}'s and the subclasses'. Confined
 * to the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
abstract class PeerStream extends ChannelInboundHandlerAdapter
        implements StreamListener, PeerTlsContexts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PeerStream.class);
    private static final long SWEEP_SECONDS = 5;
    private static final long LINGER_SECONDS = 3;

    /** What may wait of our answers for a server that does not read; then it is let go. */
    private static final long MOST_WAITING_BYTES = 1 << 20;

    private enum Tls {
        NONE,
        UNDER_WAY,
        UP
    }

    final S2sContext server;
    final Conversation conversation;
    private final XmlWriter writer =
            new XmlWriter(1024)
                    .inScope("stream", StreamError.STREAMS)
                    .inScope("db", S2sNamespaces.DIALBACK);
    private final byte[] scratch = new byte[8 * 1024];
    private @Nullable ChannelHandlerContext context;
    private @Nullable StreamParser parser;
    private boolean first = true;
    private ParserLimits parserLimits = ParserLimits.BEFORE_LOGIN;
    private List<X509Certificate> chain = List.of();
    private Tls tls = Tls.NONE;
    private boolean open;
    private boolean closing;
    private boolean ended;
    private long begunMs;
    private long usedMs;

    PeerStream(S2sContext server) {
        this.server = server;
        this.conversation = new Conversation(this);
    }

    // What the directions differ in.

    /** Who connected to whom, for the log. */
    abstract String direction();

    /** The other side's header. */
    abstract void header(StreamHeader header);

    /** An element that is neither a stanza nor dialback nor an acknowledgement. */
    abstract void negotiate(Element element);

    /** TLS is up; a new stream begins. */
    abstract void secured();

    /** The stream is over; called once. */
    abstract void over(@Nullable StreamError theirs, String reason);

    /** The id that the receiving server gave to this stream, for dialback; null: none yet. */
    abstract @Nullable String streamId();

    /** Whether it need not be closed for having proved nothing yet. */
    abstract boolean isSettled();

    // The channel.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        begunMs = server.now();
        usedMs = begunMs;
        server.streams.add(this);
        ctx.executor().schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    final ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a channel");
        }
        return context;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && !ended) {
                int length = Math.min(scratch.length, bytes.readableBytes());
                bytes.readBytes(scratch, 0, length);
                feed(length);
            }
        } finally {
            bytes.release();
        }
        conversation.flush();
    }

    private void feed(int length) {
        int at = 0;
        while (at < length && !ended) {
            if (tls == Tls.UNDER_WAY) {
                return; // what came in the clear behind <starttls/> is nobody's (section 5.4.3.3)
            }
            StreamParser current = parser;
            if (current == null) {
                current =
                        first
                                ? new StreamParser(parserLimits, this)
                                : StreamParser.following(parserLimits, this);
                parser = current;
            }
            at += current.feed(scratch, at, length - at);
            if (parser == current) {
                return;
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            conversation.drain();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish(null, "connection lost", true);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException
                || cause instanceof DecoderException
                || tls == Tls.UNDER_WAY) {
            LOG.debug("s2s_connection_failed {} reason=\"{}\"", direction(), cause.getMessage());
        } else {
            LOG.error("s2s_stream_failed {} {}", direction(), Defect.of(cause));
        }
        drop("connection failed");
    }

    // TLS.

    final boolean isSecured() {
        return tls == Tls.UP;
    }

    final boolean isInTheClear() {
        return tls == Tls.NONE;
    }

    /** The other server's certificates, unchecked. */
    final List<X509Certificate> chain() {
        return chain;
    }

    final boolean proves(DomainJid domain) {
        return server.trust.proves(chain, domain.ascii());
    }

    final void tlsBegins() {
        tls = Tls.UNDER_WAY;
    }

    @Override
    public final void secured(List<X509Certificate> theirs) {
        if (ended) {
            return;
        }
        tls = Tls.UP;
        chain = theirs;
        restart();
        secured();
    }

    @Override
    public final void refused() {
        drop("TLS failed");
    }

    // The parser.

    @Override
    public final void streamOpened(StreamHeader header) {
        header(header);
    }

    @Override
    public final void element(Element element) {
        if (ended) {
            return;
        }
        if (element.is("error", StreamError.STREAMS)) {
            StreamError theirs = read(element);
            server.metrics.streamErrors.increment();
            finish(theirs, "stream error " + theirs.condition().text(), false);
            end(null);
        } else if (!isSecured()) {
            negotiate(element);
        } else {
            usedMs = server.now();
            conversation.heard(element);
        }
    }

    private static StreamError read(Element element) {
        for (Condition condition : Condition.values()) {
            if (element.child(condition.text(), StreamError.NAMESPACE) != null) {
                return condition.error();
            }
        }
        return Condition.UNDEFINED_CONDITION.error();
    }

    @Override
    public final void streamClosed() {
        finish(null, "closed by the other server", false);
        end(null);
    }

    @Override
    public final void failed(StreamError error) {
        fail(error);
    }

    // Writing.

    /** A new stream begins on this connection (section 4.3.3). */
    final void restart() {
        if (parser != null) {
            parser.stop();
        }
        parser = null;
        first = false;
    }

    /** The other side has proved who it is: it may send what clients may. */
    final void raiseLimits() {
        parserLimits = ParserLimits.DEFAULTS;
        if (parser != null) {
            parser.limits(parserLimits);
        }
    }

    final void open(@Nullable String from, @Nullable String to, @Nullable String id) {
        open = true;
        writer.reset();
        writer.raw("<?xml version='1.0'?><stream:stream")
                .attribute("xmlns", S2sNamespaces.SERVER)
                .attribute("xmlns:stream", StreamError.STREAMS)
                .attribute("xmlns:db", S2sNamespaces.DIALBACK);
        attribute("id", id);
        attribute("from", from);
        attribute("to", to);
        writer.attribute("version", "1.0").attribute("xml:lang", "en").raw(">");
        flushWriter();
    }

    private void attribute(String name, @Nullable String value) {
        if (value != null) {
            writer.attribute(name, value);
        }
    }

    /** Writes a negotiation element. */
    final void write(Element element) {
        if (!ended) {
            writer.reset();
            writer.element(element, S2sNamespaces.SERVER);
            flushWriter();
            if (context().channel().bytesBeforeWritable() > MOST_WAITING_BYTES) {
                drop("reads too slowly");
            }
        }
    }

    /**
     * Writes a stanza; {@link #flush} follows.
     *
     * @return whether it is written: not if it takes more bytes than that
     */
    final boolean write(Stanza stanza, int maxBytes) {
        writer.reset();
        StanzaText.write(writer, stanza, false);
        byte[] bytes = writer.toBytes();
        if (bytes.length > maxBytes) {
            return false;
        }
        server.metrics.stanzasOut.increment();
        usedMs = server.now();
        context().write(Unpooled.wrappedBuffer(bytes), context().voidPromise());
        return true;
    }

    final void flush() {
        context().flush();
    }

    private void flushWriter() {
        context().writeAndFlush(Unpooled.wrappedBuffer(writer.toBytes()), context().voidPromise());
    }

    final boolean mayWrite() {
        return !ended && !closing && context().channel().isWritable();
    }

    final void reading(boolean on) {
        if (!ended) {
            context().channel().config().setAutoRead(on);
        }
    }

    // The end.

    final void fail(StreamError error) {
        if (!closing && !ended) {
            server.metrics.streamErrors.increment();
            LOG.info("s2s_stream_error {} condition={}", direction(), error.condition().text());
            finish(null, "we refused: " + error.condition().text(), false);
            end(error);
        }
    }

    /** Closes the stream in good order: what the other side still says is heard (section 4.4). */
    final void close() {
        if (!closing && !ended) {
            finish(null, "closed", false);
            closing = true;
            say(null);
            context().executor().schedule(this::hangUp, LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void end(@Nullable StreamError error) {
        if (ended) {
            return;
        }
        boolean said = closing;
        if (tls != Tls.UNDER_WAY && !said) {
            say(error);
        }
        ended = true;
        parser = null;
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void say(@Nullable StreamError error) {
        if (!open) {
            open(null, null, server.newStreamId());
        }
        writer.reset();
        if (error != null) {
            writer.element(error.toElement(), S2sNamespaces.SERVER);
        }
        writer.raw("</stream:stream>");
        flushWriter();
    }

    private void hangUp() {
        ended = true;
        context().close();
    }

    final void drop(String reason) {
        try {
            finish(null, reason, true);
        } finally {
            hangUp();
        }
    }

    /**
     * The stream is over, or waits to be resumed.
     *
     * @param cut whether its connection is gone without a word
     */
    private void finish(@Nullable StreamError theirs, String reason, boolean cut) {
        if (server.streams.remove(this)) {
            conversation.over(server.now() - begunMs, cut);
            over(theirs, reason);
        }
    }

    /** The server stops. Any thread. */
    final void shutdown() {
        context().executor().execute(() -> fail(Condition.SYSTEM_SHUTDOWN.error()));
    }

    private void sweep() {
        if (ended || closing) {
            return;
        }
        try {
            look();
        } catch (RuntimeException | Error e) { // nobody asks the future
            exceptionCaught(context(), e);
        }
    }

    /** What time has made of the stream. */
    private void look() {
        long now = server.now();
        S2sLimits limits = server.limits;
        if (!isSettled() && now - begunMs >= limits.negotiation().toMillis()) {
            fail(Condition.CONNECTION_TIMEOUT.error());
        } else if (conversation.isUnanswered(now)) {
            drop("no answer");
        } else if (now - usedMs >= limits.idle().toMillis() && conversation.isQuiet()) {
            close();
        } else {
            conversation.ask();
            context().executor().schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    static Element tls(String name) {
        return Element.empty(name, Namespaces.TLS);
    }
}
