package stoa.net.stream;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;

/**
 * A connection as its stream sees it: TCP or a WebSocket. Confined to its event loop. Writes wait
 * for {@link #flush}; nothing is written after {@link #close} or {@link #drop}.
 */
public interface Wire {
    StreamLoop loop();

    /** For logs: {@code tcp}, {@code tls}, {@code websocket}. */
    String transport();

    InetAddress peer();

    boolean isEncrypted();

    /** Whether a password may be shown to us as it is (PLAIN). */
    boolean offersPlain();

    /** Whether {@link #startTls} is possible. */
    boolean canStartTls();

    /** Begins TLS; the client has been told to proceed. Ends in {@link ClientStream#secured}. */
    void startTls();

    /** Opens the server's side. */
    void open(StreamReply reply);

    /** Writes an element of negotiation. */
    void write(Element element);

    /** Writes a stanza and returns the bytes it took. */
    int write(Outgoing stanza);

    void flush();

    /** False while more is written than the client reads. */
    boolean isWritable();

    /** Stops and starts reading. What was read already may still arrive. */
    void reading(boolean on);

    /** What follows is a new stream (RFC 6120 section 4.3.3). */
    void restart();

    /** The limits for what is read from now on. */
    void limits(ParserLimits limits);

    /**
     * Ends the server's side, with a stream error if there is one, and then the connection. The
     * server's side must be open.
     */
    void close(@Nullable Element error);

    /** Ends the connection without a word. */
    void drop();
}
