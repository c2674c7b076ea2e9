package stoa.net.stream;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.MailboxScheduler;
import stoa.net.sm.Outgoing;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.XmlWriter;

/**
 * What the streams of one event loop share: the buffer they encode into, and the list that one
 * timer goes through, so that no connection needs a timer or a buffer of its own. Confined to that
 * loop.
 */
public final class StreamLoop {
    /** Something that time concerns. */
    public interface Swept {
        /** Looks at the time; false when it need not be asked any more. */
        boolean sweep(long nowMs);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StreamLoop.class);

    private final int index;
    private final Executor executor;
    private final PresenceGathering gathering;
    private final XmlWriter inStream = new XmlWriter(4096).inScope("stream", StreamError.STREAMS);
    private final XmlWriter inFrame = new XmlWriter(4096);
    private final byte[] scratch = new byte[16 * 1024];
    private final Set<Swept> swept = new LinkedHashSet<>();

    StreamLoop(int index, EventLoop loop, MailboxScheduler scheduler) {
        this.index = index;
        this.executor = loop;
        this.gathering = new PresenceGathering(loop, scheduler);
    }

    public int index() {
        return index;
    }

    public Executor executor() {
        return executor;
    }

    /** The sessions whose presence waits for more; on any thread. */
    PresenceGathering gathering() {
        return gathering;
    }

    /** The loop's encoder for what stands inside a stream, emptied. */
    public XmlWriter inStream() {
        inStream.reset();
        return inStream;
    }

    /** The loop's encoder for what stands alone in a WebSocket frame, emptied. */
    public XmlWriter inFrame() {
        inFrame.reset();
        return inFrame;
    }

    /** Room for bytes on their way from a native buffer into a parser. */
    public byte[] scratch() {
        return scratch;
    }

    /** Has the item asked from the next sweep on, once each time. */
    public void watch(Swept item) {
        swept.add(item);
    }

    /** Lets everything look at the time; called about once a second. */
    public void sweep(long nowMs) {
        for (Swept item : List.copyOf(swept)) { // those that are asked may add more
            if (!sweep(item, nowMs)) {
                swept.remove(item);
            }
        }
    }

    /** One that fails keeps its place, and the time from nobody behind it. */
    private static boolean sweep(Swept item, long nowMs) {
        try {
            return item.sweep(nowMs);
        } catch (RuntimeException | Error e) {
            LOG.error("sweep_failed item={}", item.getClass().getSimpleName(), e);
            return true;
        }
    }

    /** About how many bytes a stanza will take, for one that is not written yet. */
    static int weigh(Outgoing outgoing) {
        Stanza stanza = outgoing.stanza();
        if (stanza == null) {
            return outgoing.encoded() == null || outgoing.to() == null
                    ? 0
                    : outgoing.encoded().length(new byte[0]) + outgoing.to().toString().length();
        }
        return StanzaText.weigh(stanza);
    }
}
