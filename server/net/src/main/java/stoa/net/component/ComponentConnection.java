package stoa.net.component;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.loop.Defect;
import stoa.net.stream.ContentNamespace;
import stoa.net.stream.StanzaText;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.stream.StreamListener;
import stoa.xmpp.stream.StreamParser;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/**
 * One component's connection: stream header, handshake, and stanzas both ways. Confined to the
 * channel's loop, but for {@link #send}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class ComponentConnection extends ChannelInboundHandlerAdapter implements StreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentConnection.class);

    private static final String ACCEPT = "jabber:component:accept";

    /** How long the handshake may take. */
    private static final long PATIENCE_SECONDS = 30;

    /** What may wait for a component that does not read; beyond it the connection is closed. */
    static final long MOST_WAITING_BYTES = 16 << 20;

    private final Map<String, Component> components;
    private final Supplier<String> streamIds;
    private final StreamParser parser = new StreamParser(ParserLimits.DEFAULTS, this);
    private final AtomicLong waiting = new AtomicLong();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Component wanted;
    private volatile @Nullable Component component;
    private String streamId = "";
    private boolean open;
    private volatile boolean ended;

    ComponentConnection(Map<String, Component> components, Supplier<String> streamIds) {
        this.components = components;
        this.streamIds = streamIds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.executor()
                .schedule(
                        () -> {
                            if (component == null) {
                                fail(Condition.CONNECTION_TIMEOUT.error());
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private ChannelHandlerContext context() {
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
                byte[] chunk = new byte[Math.min(bytes.readableBytes(), 16 * 1024)];
                bytes.readBytes(chunk);
                parser.feed(chunk, 0, chunk.length);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.info("component_connection_failed reason=\"{}\"", cause.getMessage());
        } else {
            LOG.error(
                    "component_stream_failed address={} {}",
                    wanted == null ? "-" : wanted.address(),
                    Defect.of(cause));
        }
        gone();
        ctx.close();
    }

    private void gone() {
        ended = true;
        Component attached = component;
        if (attached != null) {
            attached.detach(this);
        }
    }

    // The parser.

    @Override
    public void streamOpened(StreamHeader header) {
        String to = header.to();
        wanted = to == null ? null : components.get(to);
        streamId = streamIds.get();
        open(to == null ? "" : to);
        if (!header.contentNamespace().equals(ACCEPT)) {
            fail(Condition.INVALID_NAMESPACE.error());
        } else if (wanted == null) {
            fail(Condition.HOST_UNKNOWN.error("No component is configured at that address."));
        }
    }

    private void open(String from) {
        open = true;
        write(
                new XmlWriter()
                        .raw("<?xml version='1.0'?><stream:stream")
                        .attribute("xmlns", ACCEPT)
                        .attribute("xmlns:stream", StreamError.STREAMS)
                        .attribute("id", streamId)
                        .attribute("from", from)
                        .raw(">")
                        .toBytes());
    }

    @Override
    public void element(Element element) {
        if (ended) {
            return;
        }
        Component attached = component;
        if (attached != null) {
            stanza(attached, element);
        } else if (wanted != null && element.is("handshake", ACCEPT)) {
            handshake(wanted, element.text());
        } else {
            fail(Condition.NOT_AUTHORIZED.error("The handshake comes first."));
        }
    }

    private void handshake(Component address, String given) {
        if (!Handshake.isRight(given, streamId, address.secret())) {
            LOG.warn("component_refused address={}", address.address());
            fail(Condition.NOT_AUTHORIZED.error("The handshake is wrong."));
        } else if (address.attach(this)) {
            component = address;
            write(new XmlWriter().raw("<handshake/>").toBytes());
        } else {
            fail(Condition.CONFLICT.error("This component is connected already."));
        }
    }

    private void stanza(Component from, Element element) {
        switch (StanzaCodec.read(ContentNamespace.renamed(element, ACCEPT, Stanza.CLIENT))) {
            case StanzaCodec.Good(Stanza stanza) -> {
                Jid sender = stanza.from();
                if (sender == null || !sender.domain().equals(from.address().domain())) {
                    fail(Condition.INVALID_FROM.error("A component speaks for its own address."));
                } else if (stanza.to() == null) {
                    fail(
                            Condition.IMPROPER_ADDRESSING.error(
                                    "A component says to whom it speaks."));
                } else {
                    from.said(stanza);
                }
            }
            case StanzaCodec.Bad(Element bad, var error) ->
                    fail(
                            Condition.IMPROPER_ADDRESSING.error(
                                    error.text() == null ? "" : error.text()));
            case StanzaCodec.NotAStanza nothing -> fail(Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    @Override
    public void streamClosed() {
        end(null);
    }

    @Override
    public void failed(StreamError error) {
        fail(error);
    }

    private void fail(StreamError error) {
        end(error);
    }

    private void end(@Nullable StreamError error) {
        if (ended) {
            return;
        }
        if (!open) {
            streamId = streamIds.get();
            open("");
        }
        XmlWriter last = new XmlWriter().inScope("stream", StreamError.STREAMS);
        if (error != null) {
            last.element(error.toElement(), Stanza.CLIENT);
        }
        gone();
        context()
                .writeAndFlush(Unpooled.wrappedBuffer(last.raw("</stream:stream>").toBytes()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The server stops. */
    void shutdown() {
        context().executor().execute(() -> end(Condition.SYSTEM_SHUTDOWN.error()));
    }

    /**
     * Sends a stanza to the component. Any thread.
     *
     * @return false when it has gone, or reads too slowly and is let go
     */
    boolean send(Stanza stanza) {
        if (ended) {
            return false;
        }
        XmlWriter writer = new XmlWriter().inScope("stream", StreamError.STREAMS);
        StanzaText.write(writer, stanza, false);
        byte[] bytes = writer.toBytes();
        if (waiting.addAndGet(bytes.length) > MOST_WAITING_BYTES) {
            waiting.addAndGet(-bytes.length);
            LOG.warn("component_too_slow waiting_bytes={}", waiting.get());
            context()
                    .executor()
                    .execute(() -> fail(Condition.RESOURCE_CONSTRAINT.error("reads too slowly")));
            return false;
        }
        context()
                .channel()
                .writeAndFlush(Unpooled.wrappedBuffer(bytes))
                .addListener(written -> waiting.addAndGet(-bytes.length));
        return true;
    }

    private void write(byte[] bytes) {
        if (!ended) {
            context().writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }
    }
}
