package stoa.net.s2s;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.stream.Namespaces;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.xml.Element;

/**
 * How a stream comes to be managed, and how it goes on where another one was cut (XEP-0198 sections
 * 3 and 5): enabling, resuming, on either side. Confined to the stream's loop.
 */
final class Resuming {
    private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);

    private final PeerStream stream;
    private final S2sContext server;
    private final Conversation conversation;
    private final StreamAcks acks;
    private @Nullable Link opened;
    private @Nullable Resumable managed;
    private @Nullable Resumable wanted;
    private long wantedH;
    private long wantedSinceMs;

    Resuming(PeerStream stream, Conversation conversation, StreamAcks acks) {
        this.stream = stream;
        this.server = stream.server;
        this.conversation = conversation;
        this.acks = acks;
    }

    void heard(Element element) {
        switch (element.name()) {
            case "enable" -> enable(element);
            case "enabled" -> enabled(element);
            case "resume" -> resume(element);
            case "resumed" -> resumed(element);
            case "failed" -> failed(element);
            default -> {} // of a later version
        }
    }

    // The stream is managed.

    /** We have connected, and begin. */
    void begin(Link link) {
        opened = link;
        acks.countSent();
        stream.write(Element.of("enable", Namespaces.SM).attribute("resume", "true").build());
    }

    /** The other side may. */
    private void enabled(Element enabled) {
        Link link = opened;
        if (link == null || acks.isOn()) {
            return; // nobody has asked
        }
        acks.countReceived();
        String id = enabled.attribute("id");
        long mostMs = mostMs(enabled);
        if (id != null && isTrue(enabled.attribute("resume")) && mostMs > 0) {
            managed = new Resumable(server, id, link.pair(), link, mostMs, conversation);
        }
        conversation.ask();
    }

    private long mostMs(Element enabled) {
        long theirs = StreamAcks.number(enabled.attribute("max"));
        long ours = server.limits.resumable().toSeconds() * 1_000;
        return theirs < 0 ? ours : Math.min(ours, theirs * 1_000);
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }

    /** The other side has connected, and begins. */
    private void enable(Element enable) {
        DomainPair pair = conversation.firstProved();
        if (pair == null || acks.isOn() || wanted != null) {
            refuse("unexpected-request", null);
            return;
        }
        acks.countReceived();
        acks.countSent();
        Element.Builder enabled = Element.of("enabled", Namespaces.SM);
        long seconds = server.limits.resumable().toSeconds();
        if (isTrue(enable.attribute("resume")) && seconds > 0) {
            Resumable stays =
                    new Resumable(
                            server,
                            server.newStreamId(),
                            pair,
                            null,
                            server.limits.resumable().toMillis(),
                            conversation);
            managed = stays;
            server.resumables.add(stays);
            enabled.attribute("id", stays.id)
                    .attribute("max", Long.toString(seconds))
                    .attribute("resume", "true");
        }
        stream.write(enabled.build());
        // It begins anew, so it has nothing to go on with: what waits need not wait any longer.
        for (Resumable earlier : server.resumables.suspended(pair)) {
            conversation.insteadOf(earlier);
        }
    }

    private void refuse(String condition, @Nullable Long handled) {
        stream.write(
                Element.of("failed", Namespaces.SM)
                        .attribute("h", handled == null ? null : Long.toString(handled))
                        .child(Element.empty(condition, StanzaError.NAMESPACE))
                        .build());
    }

    // It goes on where another was cut.

    /** We have connected again to go on with that one. */
    void again(Link link, Resumable cut) {
        opened = link;
        wanted = cut;
        wantedSinceMs = server.now();
        stream.write(
                Element.of("resume", Namespaces.SM)
                        .attribute("h", Long.toString(cut.handled()))
                        .attribute("previd", cut.id)
                        .build());
    }

    /** The other side has connected again (section 5). */
    private void resume(Element resume) {
        DomainPair first = conversation.firstProved();
        if (first == null || acks.isOn() || wanted != null) {
            refuse("unexpected-request", null);
            return;
        }
        String id = Objects.requireNonNullElse(resume.attribute("previd"), "");
        Resumable found = server.resumables.find(id);
        boolean theirs =
                found != null
                        && conversation.hasProved(found.pair)
                        && found.bothWays == conversation.isBothWays();
        wantedH = StreamAcks.number(resume.attribute("h"));
        wanted = found;
        if (found == null || !theirs || !found.isGrantedTo(conversation)) {
            wanted = null;
            server.metrics.resumptionsFailed.increment();
            refuse("item-not-found", server.resumables.handledOn(id, first));
        }
    }

    /** What the other side has asked for may be had, or it has come to its end meanwhile. */
    void granted(Resumable found) {
        Resumable.State left = wanted == found ? found.resume(conversation) : null;
        wanted = null;
        if (left == null) {
            server.metrics.resumptionsFailed.increment();
            refuse("item-not-found", server.resumables.handledOn(found.id, found.pair));
            return;
        }
        managed = found;
        long handled = found.handled();
        boolean right = acks.goOn(left, handled, wantedH);
        conversation.takeOver(found, left);
        if (!right) {
            wrong();
            return;
        }
        stream.write(
                Element.of("resumed", Namespaces.SM)
                        .attribute("h", Long.toString(handled))
                        .attribute("previd", found.id)
                        .build());
        done(found);
    }

    private void resumed(Element resumed) {
        Resumable cut = wanted;
        if (cut == null || !cut.id.equals(resumed.attribute("previd"))) {
            stream.fail(Condition.UNDEFINED_CONDITION.error("Nothing like that was to go on."));
            return;
        }
        wanted = null;
        Resumable.State left = cut.resume(conversation);
        if (left == null) {
            stream.close(); // it took too long, and all of it has been given up
            return;
        }
        managed = cut;
        long h = StreamAcks.number(resumed.attribute("h"));
        boolean right = acks.goOn(left, cut.handled(), h);
        conversation.takeOver(cut, left);
        if (right) {
            done(cut);
        } else {
            wrong();
        }
    }

    private void done(Resumable stays) {
        server.metrics.resumed.increment();
        LOG.info(
                "s2s_resumed local={} remote={} again={} {}",
                stays.pair.local(),
                stays.pair.remote(),
                acks.unacknowledged(),
                stream.direction());
        conversation.sendAgain(acks.waiting());
    }

    private void wrong() {
        stream.fail(
                Condition.UNDEFINED_CONDITION.error(
                        "More is acknowledged than was sent, or not in a number."));
    }

    /** The other side will not manage the stream, or not go on with the one before. */
    private void failed(Element failed) {
        Resumable cut = wanted;
        Link link = opened;
        if (cut == null || link == null) {
            acks.off();
            return;
        }
        wanted = null;
        long h = StreamAcks.number(failed.attribute("h"));
        if (h >= 0) {
            cut.acknowledged(h);
        }
        anew(link, cut);
    }

    /** There is no going on: the stream begins as one of its own. */
    void anew(Link link, Resumable cut) {
        if (conversation.insteadOf(cut, link)) {
            begin(link);
            conversation.drain();
        }
    }

    /** Whether the other side owes an answer to what we want for too long. */
    boolean isUnanswered(long nowMs) {
        return wanted != null
                && opened != null
                && nowMs - wantedSinceMs >= server.limits.answer().toMillis();
    }

    /**
     * The connection is gone.
     *
     * @param cut whether it was cut, and not closed
     * @param inMs how long to wait before the next one
     * @return true when its stream waits for another one
     */
    boolean over(boolean cut, long inMs) {
        Resumable stays = managed;
        Resumable other = wanted;
        if (other != null && opened != null) {
            other.failed(Failure.unreachable("it was not resumed"));
        }
        if (stays == null) {
            return false;
        }
        if (cut && stays.suspend(conversation, conversation.left(), inMs)) {
            return true;
        }
        stays.end(acks.handled());
        return false;
    }

    /** All that had come is handled. */
    void quiet() {
        Resumable stays = managed;
        if (stays != null) {
            stays.quiet(acks.handled());
        }
    }
}
