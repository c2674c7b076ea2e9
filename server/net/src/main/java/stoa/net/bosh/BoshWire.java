package stoa.net.bosh;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;
import stoa.net.stream.StanzaText;
import stoa.net.stream.StreamLoop;
import stoa.net.stream.StreamReply;
import stoa.net.stream.StreamServer;
import stoa.net.stream.Wire;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.ByteSink;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * A session as its stream sees it: what it writes becomes the payloads of the next response. It
 * takes more only while a request waits, so the rest stays where it is counted and kept. Confined
 * to the session's loop.
 */
final class BoshWire implements Wire, ByteSink {
    private final BoshSession session;
    private final Peer peer;
    private final StreamLoop loop;
    private final int most;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int mostBytes;
    private @Nullable StreamReply opened;

    BoshWire(BoshSession session, StreamServer server, Peer peer, int most) {
        this.session = session;
        this.peer = peer;
        this.loop = server.currentLoop();
        this.most = most;
        this.mostBytes = server.limits().beforeLogin().stanzaBytes();
    }

    boolean hasPending() {
        return pending.size() > 0;
    }

    byte[] takePending() {
        byte[] payloads = pending.toByteArray();
        pending.reset();
        return payloads;
    }

    /** The longest body of a request. */
    int mostBytes() {
        return mostBytes;
    }

    /** What the stream has said of itself, once it is open. */
    @Nullable StreamReply opened() {
        return opened;
    }

    @Override
    public StreamLoop loop() {
        return loop;
    }

    @Override
    public String transport() {
        return "bosh";
    }

    @Override
    public InetAddress peer() {
        return peer.address();
    }

    @Override
    public boolean isEncrypted() {
        return peer.encrypted();
    }

    @Override
    public boolean offersPlain() {
        return peer.encrypted();
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public void startTls() {
        throw new IllegalStateException("HTTP has TLS from its start or never");
    }

    @Override
    public void open(StreamReply reply) {
        opened = reply;
    }

    @Override
    public void write(Element element) {
        loop.inFrame().element(element, "").writeTo(this);
    }

    @Override
    public int write(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        if (encoded != null && outgoing.to() != null) {
            byte[] to = EncodedStanza.address(outgoing.to().toString());
            encoded.writeFrameTo(this, to);
            return encoded.frameLength(to);
        }
        if (outgoing.stanza() == null) {
            return 0;
        }
        XmlWriter writer = loop.inFrame();
        StanzaText.write(writer, outgoing.stanza(), true);
        writer.writeTo(this);
        return writer.length();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        pending.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        session.settle();
    }

    @Override
    public boolean isWritable() {
        return pending.size() < most && session.isHolding();
    }

    @Override
    public void reading(boolean on) {
        session.reading(on);
    }

    @Override
    public void restart() {
        // the client says when the new stream begins (XEP-0206 section 5)
    }

    @Override
    public void limits(ParserLimits limits) {
        mostBytes = limits.stanzaBytes();
    }

    @Override
    public void close(@Nullable Element error) {
        session.end(Binding.ofStream(error, takePending()));
    }

    @Override
    public void drop() {
        session.end(Binding.REMOTE_CONNECTION_FAILED.body());
    }
}
