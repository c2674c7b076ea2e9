package stoa.xmpp.stream;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * Reads the frames of an XMPP WebSocket (RFC 7395 section 3.3): each is one complete element with
 * its own namespace declarations, under the same rules and limits as a stream. Confined to one
 * thread; holds nothing between frames.
 */
public final class FrameParser {
    private ParserLimits limits;

    public FrameParser(ParserLimits limits) {
        this.limits = limits;
    }

    /** What a frame held. */
    public sealed interface Frame permits Parsed, Refused {}

    public record Parsed(Element element) implements Frame {}

    /** The frame is refused and the connection must be closed with this error. */
    public record Refused(StreamError error) implements Frame {}

    public Frame parse(byte[] frame) {
        return parse(frame, 0, frame.length);
    }

    /** Reads one complete frame; the array is not kept. */
    public Frame parse(byte[] bytes, int offset, int length) {
        Outcome outcome = new Outcome();
        XmlEngine engine = new XmlEngine(false, limits, outcome);
        engine.feed(bytes, offset, length);
        if (outcome.error != null) {
            return new Refused(outcome.error);
        }
        return outcome.element == null || !engine.isRootComplete()
                ? new Refused(StreamError.Condition.NOT_WELL_FORMED.error("a frame is one element"))
                : new Parsed(outcome.element);
    }

    /** New limits, from the next frame on. */
    public void limits(ParserLimits newLimits) {
        this.limits = newLimits;
    }

    private static final class Outcome implements StreamListener {
        @Nullable Element element;
        @Nullable StreamError error;

        @Override
        public void streamOpened(StreamHeader header) {
            throw new IllegalStateException("frames have no stream header");
        }

        @Override
        public void element(Element complete) {
            element = complete;
        }

        @Override
        public void streamClosed() {
            throw new IllegalStateException("frames have no stream end");
        }

        @Override
        public void failed(StreamError refusal) {
            error = refusal;
        }
    }
}
