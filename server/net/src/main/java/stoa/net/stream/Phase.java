package stoa.net.stream;

import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** Where a stream's negotiation stands: what the client may say now, and what follows from it. */
interface Phase {
    /** The client has sent this. */
    void element(Element element);

    /** The client has sent white space alone. */
    default void space() {}

    /** The client has opened a stream. */
    default void opened(ClientStream stream, StreamOpen open) {
        stream.fail(StreamError.Condition.BAD_FORMAT.error("the stream is open already"));
    }
}
