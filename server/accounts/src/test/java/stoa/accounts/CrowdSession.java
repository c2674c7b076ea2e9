package stoa.accounts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.StanzaIds;
import stoa.core.session.ClientGate;
import stoa.core.session.Session;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.EncodedStanza;

/** One client of the crowd: remembers what it was sent. Safe on any thread. */
final class CrowdSession implements Session {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final FullJid address;
    private final ClientGate gate;
    private final long number = NUMBERS.incrementAndGet();
    private final List<Stanza> got = new ArrayList<>();
    private final List<Presence> shown = new ArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private boolean gone;
    private volatile boolean over;

    CrowdSession(FullJid address, ClientGate gate) {
        this.address = address;
        this.gate = gate;
    }

    @Override
    public FullJid address() {
        return address;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void send(Stanza stanza) {
        String id = stanza.id();
        if (stanza.isError() && id != null) {
            refused.add(id);
        }
        synchronized (got) {
            if (!gone) {
                got.add(stanza);
                return;
            }
        }
        gate.ended(this, List.of(stanza)); // as the listeners do with what comes too late
    }

    @Override
    public void send(EncodedStanza stanza, Jid to) {
        byte[] frame = stanza.toFrame(EncodedStanza.address(to.toString()));
        if (new FrameParser(ParserLimits.DEFAULTS).parse(frame)
                        instanceof FrameParser.Parsed(var element)
                && StanzaCodec.read(element) instanceof StanzaCodec.Good(var read)) {
            send(read);
            return;
        }
        throw new AssertionError("unreadable");
    }

    @Override
    public void send(EncodedStanza message, Jid to, long archiveId) {
        send(message, to);
    }

    @Override
    public void end(String streamErrorCondition, String text) {
        over = true;
    }

    boolean wasEnded() {
        return over;
    }

    /** What it got, in order. */
    List<Stanza> got() {
        synchronized (got) {
            return List.copyOf(got);
        }
    }

    /** Its stream breaks: the last ones it was sent never reached it, the others it had said. */
    List<Stanza> loses(int last) {
        List<Stanza> copy;
        long acknowledged = 0;
        synchronized (got) {
            gone = true;
            List<Stanza> lost = got.subList(Math.max(0, got.size() - last), got.size());
            copy = List.copyOf(lost);
            lost.clear();
            for (Stanza stanza : got) {
                if (stanza instanceof Message message) {
                    acknowledged =
                            Math.max(acknowledged, StanzaIds.idBy(address.account(), message));
                }
            }
        }
        if (acknowledged > 0) {
            gate.acknowledged(this, acknowledged);
        }
        return copy;
    }

    /** The archive ids of the messages it got, in order; late ones apart. */
    List<Long> ids(boolean late) {
        List<Long> ids = new ArrayList<>();
        for (Stanza stanza : got()) {
            if (stanza instanceof Message message
                    && message.has("delay", Delay.NAMESPACE) == late) {
                long id = StanzaIds.idBy(address.account(), message);
                if (id != 0) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /** Whether it was sent an error for the stanza with that id, heard or not. */
    boolean wasRefused(String id) {
        return refused.contains(id);
    }

    /** It is about to send this presence to everybody. */
    void shows(Presence presence) {
        shown.add(presence);
    }

    /** The statuses with which it became available; who is refused has shown nothing. */
    private Set<String> beginnings() {
        Set<String> beginnings = new HashSet<>();
        boolean available = false;
        for (Presence presence : shown) {
            if (!wasRefused(Objects.requireNonNull(presence.id()))) {
                boolean now = presence.type() == Presence.Type.AVAILABLE;
                if (now && !available) {
                    beginnings.add(Objects.requireNonNull(presence.id()));
                }
                available = now;
            }
        }
        return beginnings;
    }

    /**
     * What it last heard of each address: a status, or null for unavailable. While it was not
     * available itself it was told nothing; with its own new beginning it is told everything.
     */
    Map<Jid, @Nullable String> lastPresence() {
        Map<Jid, @Nullable String> last = new HashMap<>();
        Set<String> beginnings = beginnings();
        for (Stanza stanza : got()) {
            if (stanza instanceof Presence presence && !presence.isError()) {
                if (address.equals(presence.from()) && beginnings.contains(presence.id())) {
                    last.clear();
                }
                boolean there = presence.type() == Presence.Type.AVAILABLE;
                last.put(
                        Objects.requireNonNull(presence.from()),
                        there
                                ? Objects.requireNonNull(presence.payload("status", Stanza.CLIENT))
                                        .text()
                                : null);
            }
        }
        return last;
    }
}
