package stoa.xmpp.stream;

import stoa.xmpp.xml.Element;

/**
 * Hears what a {@link StreamParser} reads, on the thread that feeds it and in the order it was
 * sent. After {@link #streamClosed} or {@link #failed} nothing more comes.
 *
 * <p>From inside a call the listener may change the limits or {@link StreamParser#stop stop} the
 * parser; it must not feed it.
 */
public interface StreamListener {
    /** The stream's opening tag is complete. Called once, first. */
    void streamOpened(StreamHeader header);

    /** A first-level child of the stream is complete: a stanza or a negotiation element. */
    void element(Element element);

    /** The other side closed its stream properly. */
    void streamClosed();

    /** What was sent is refused: the stream must be closed with this error. */
    void failed(StreamError error);
}
