package stoa.net.s2s;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.StanzaIds;
import stoa.net.stream.ContentNamespace;
import stoa.net.stream.Namespaces;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.xml.Element;

/**
 * What is said on a stream once TLS is up: which pairs of domains it has proved, the stanzas of the
 * other server, those of ours that it carries, and acknowledgements (XEP-0198). Confined to the
 * stream's loop, but for {@link #wake}.
 */
final class Conversation implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final StanzaError TOO_LONG =
            StanzaError.Condition.POLICY_VIOLATION.error(
                    "This is longer than the other server takes.");

    private final PeerStream stream;
    private final S2sContext server;
    private final Dialback dialback;
    private final StreamAcks acks;
    private final Resuming resuming;
    private final Set<DomainPair> proved = new LinkedHashSet<>();
    private final Set<String> remotes = new HashSet<>();
    private final List<Link> carried = new ArrayList<>();
    private final Deque<Link.Waiting> again = new ArrayDeque<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private int maxBytes = Integer.MAX_VALUE;
    private boolean bidirectional;
    private boolean paused;
    private boolean over;
    private boolean suspended;

    Conversation(PeerStream stream) {
        this.stream = stream;
        this.server = stream.server;
        this.dialback = new Dialback(stream, this);
        this.acks = new StreamAcks(this::handled);
        this.resuming = new Resuming(stream, this, acks);
    }

    // What is proved.

    /** The other side may send stanzas as that domain (RFC 6120 section 13.7, XEP-0220). */
    void prove(DomainPair pair) {
        if (proved.add(pair)) {
            remotes.add(pair.remote().domain());
            stream.raiseLimits();
            if (bidirectional) {
                carry(pair);
            }
        }
    }

    boolean hasProved(DomainPair pair) {
        return proved.contains(pair);
    }

    /** The one that was proved first, or null when none is. */
    @Nullable DomainPair firstProved() {
        return proved.isEmpty() ? null : proved.iterator().next();
    }

    int provedPairs() {
        return proved.size();
    }

    /** XEP-0288: stanzas go both ways. Asked for before anything is proved. */
    void goBothWays() {
        bidirectional = true;
    }

    boolean isBothWays() {
        return bidirectional;
    }

    /**
     * Takes what the other side says that it takes (XEP-0478); what is longer is not sent.
     *
     * @param told its features, or its {@code <bidi/>}
     */
    void obey(Element told) {
        Integer most = AdvertisedLimits.maxBytes(told);
        if (most != null) {
            maxBytes = most;
        }
    }

    /** This stream carries what goes to that domain, unless another one does. */
    boolean carry(DomainPair pair) {
        Link link = server.links.of(pair);
        if (link == null) {
            return false;
        }
        return carry(link);
    }

    boolean carry(Link link) {
        carried.add(link);
        if (link.attach(this) || link.isCarriedBy(this)) {
            return true;
        }
        carried.remove(link);
        return false;
    }

    // What the other side says.

    void heard(Element element) {
        switch (element.namespace()) {
            case S2sNamespaces.SERVER -> stanza(element);
            case S2sNamespaces.DIALBACK -> dialback.heard(element);
            case Namespaces.SM -> acknowledgement(element);
            default -> stream.negotiate(element);
        }
    }

    private void stanza(Element element) {
        if (remotes.isEmpty()) {
            stream.fail(Condition.NOT_AUTHORIZED.error("No domain is proved on this stream."));
            return;
        }
        Element inside = ContentNamespace.renamed(element, S2sNamespaces.SERVER, Stanza.CLIENT);
        switch (StanzaCodec.read(inside)) {
            case StanzaCodec.Good(Stanza stanza) -> {
                if (isAcceptable(stanza.from(), stanza.to())) {
                    take(stanza);
                }
            }
            case StanzaCodec.Bad(Element bad, var error) -> bad(bad, error);
            case StanzaCodec.NotAStanza none ->
                    stream.fail(Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    /** RFC 6120 section 8.1.2.2 and 8.1.1.2; ends the stream with the error when it is not. */
    private boolean isAcceptable(@Nullable Jid from, @Nullable Jid to) {
        if (from == null || to == null) {
            stream.fail(Condition.IMPROPER_ADDRESSING.error());
            return false;
        }
        if (!remotes.contains(from.domain())) {
            stream.fail(Condition.INVALID_FROM.error());
            return false;
        }
        DomainJid target = DomainJid.of(to.domain());
        if (!server.hosts(target)
                || !server.permits(new DomainPair(target, DomainJid.of(from.domain())))) {
            stream.fail(Condition.HOST_UNKNOWN.error());
            return false;
        }
        return true;
    }

    private void take(Stanza stanza) {
        server.metrics.stanzasIn.increment();
        Stanza theirs =
                StanzaIds.withoutSpoofed(stanza, by -> !server.domains.isElsewhere(by.domain()));
        server.router.route(theirs, acks.arrive());
        if (!paused && acks.underWay() >= server.limits.underWay()) {
            paused = true;
            stream.reading(false);
            acks.watch(true);
            handled(); // it may have been handled before it was watched
        }
    }

    /** A stanza that is none: answered where that is possible (RFC 6120 section 8.3.1). */
    private void bad(Element element, StanzaError error) {
        Jid from;
        Jid to;
        try {
            String sender = element.attribute("from");
            String addressee = element.attribute("to");
            from = sender == null ? null : Jid.parse(sender);
            to = addressee == null ? null : Jid.parse(addressee);
        } catch (InvalidJidException e) {
            stream.fail(Condition.IMPROPER_ADDRESSING.error());
            return;
        }
        if (!isAcceptable(from, to) || "error".equals(element.attribute("type"))) {
            return;
        }
        String id = element.attribute("id");
        acks.arrive().release();
        if (element.name().equals("presence")) {
            server.router.route(Presence.of(Presence.Type.ERROR, to, from, error.toElement()));
        } else if (id != null) {
            server.router.route(
                    new Iq(to, from, Iq.Type.ERROR, id, null, List.of(error.toElement())));
        }
    }

    // What it is sent.

    @Override
    public void wake(Link link) {
        if (awake.compareAndSet(false, true)) {
            stream.context().executor().execute(this::drain);
        }
    }

    /** Sends what waits, as much as the connection and the acknowledgements allow. */
    void drain() {
        awake.set(false);
        boolean wrote = false;
        while (!again.isEmpty() && stream.mayWrite()) {
            stream.write(again.remove().stanza, Integer.MAX_VALUE); // it is counted already
            wrote = true;
        }
        for (Link link : List.copyOf(carried)) {
            while (again.isEmpty()
                    && stream.mayWrite()
                    && acks.unacknowledged() < server.limits.unacked()) {
                Link.Waiting next = link.next(this);
                if (next == null) {
                    break;
                }
                if (stream.write(next.stanza, maxBytes)) {
                    acks.sent(next);
                    wrote = true;
                } else {
                    link.refuse(next.stanza, TOO_LONG);
                }
            }
        }
        if (wrote) {
            ask();
            stream.flush();
        }
    }

    /** What was written by the way goes out. */
    void flush() {
        if (!over) {
            stream.flush();
        }
    }

    // Acknowledgements.

    /** We begin to manage the stream, as the side that has connected. */
    void enableAcks(Link link) {
        resuming.begin(link);
    }

    private void acknowledgement(Element element) {
        switch (element.name()) {
            case "r" -> {
                acks.asks();
                answer();
            }
            case "a" -> acknowledged(element);
            default -> resuming.heard(element);
        }
    }

    private void acknowledged(Element element) {
        long h = StreamAcks.number(element.attribute("h"));
        boolean wasMore = acks.hasSentSinceAsked();
        if (!acks.acknowledge(h)) {
            stream.fail(
                    Condition.UNDEFINED_CONDITION.error(
                            "More is acknowledged than was sent, or not in a number."));
            return;
        }
        if (wasMore) {
            ask();
        }
        drain();
    }

    /** Asks for an acknowledgement if any is to be had. */
    void ask() {
        if (acks.mayAsk()) {
            acks.ask(server.now());
            stream.write(Element.empty("r", Namespaces.SM));
        }
    }

    private void answer() {
        answerWhatIsDue();
        if (acks.owesAnswers()) {
            acks.watch(true);
            answerWhatIsDue(); // it may have been handled before it was watched
        }
    }

    private void answerWhatIsDue() {
        for (int due = acks.answersDue(); due > 0; due--) {
            stream.write(
                    Element.of("a", Namespaces.SM)
                            .attribute("h", Long.toString(acks.handled()))
                            .build());
        }
    }

    /** A stanza of the other side was handled. Any thread. */
    private void handled() {
        stream.context().executor().execute(this::goOn);
    }

    private void goOn() {
        if (over) {
            if (suspended && acks.underWay() == 0) {
                suspended = false;
                resuming.quiet();
            }
            return;
        }
        answer();
        if (paused && acks.underWay() < server.limits.underWay() / 2) {
            paused = false;
            stream.reading(true);
        }
        if (!paused && !acks.owesAnswers()) {
            acks.watch(false);
        }
    }

    /** Whether the other side owes an acknowledgement for too long. */
    boolean isUnanswered(long nowMs) {
        long asked = acks.askedMs();
        return resuming.isUnanswered(nowMs)
                || (asked != 0 && nowMs - asked >= server.limits.answer().toMillis());
    }

    /** Whether nothing is under way. */
    boolean isQuiet() {
        return acks.unacknowledged() == 0 && acks.underWay() == 0 && !dialback.isBusy();
    }

    // Another connection goes on with it (XEP-0198 section 5).

    /** We have connected again; where it is not possible to go on, the stream begins anew. */
    void goOn(Link link, Resumable cut, boolean managed) {
        if (managed && cut.bothWays == bidirectional) {
            resuming.again(link, cut);
        } else if (managed) {
            resuming.anew(link, cut);
        } else if (insteadOf(cut, link)) {
            drain();
        }
    }

    /**
     * The stream that we have opened begins anew in the place of the one that was cut.
     *
     * @return false when it is of no use, as another one carries the link
     */
    boolean insteadOf(Resumable cut, Link link) {
        carried.add(link);
        cut.giveUp(one -> one == link, this);
        boolean carries = carry(link);
        if (bidirectional) {
            prove(link.pair());
        } else if (!carries) {
            stream.close();
        }
        return carries || bidirectional;
    }

    /** The other side begins anew: what waited for it to go on is carried by this stream. */
    void insteadOf(Resumable cut) {
        cut.giveUp(this::takes, this);
    }

    private boolean takes(Link link) {
        boolean takes = bidirectional && proved.contains(link.pair());
        if (takes) {
            carried.add(link);
        }
        return takes;
    }

    /** Sends what was sent on the connection that was cut, before anything else. */
    void sendAgain(Collection<Link.Waiting> unacknowledged) {
        again.addAll(unacknowledged);
        drain();
    }

    /** It carries what the other one has, and takes what was proved there. */
    void takeOver(Resumable cut, Resumable.State left) {
        for (DomainPair pair : left.proved()) {
            proved.add(pair);
            remotes.add(pair.remote().domain());
        }
        for (Link link : left.carried()) {
            carried.add(link);
            link.replace(cut, this, List.of());
        }
    }

    /** What the next connection gets. */
    Resumable.State left() {
        return new Resumable.State(carried, proved, acks.waiting(), acks.acknowledged());
    }

    /**
     * Another connection is to go on with the stream: this one is of no use any more. Any thread.
     */
    void isReplaced() {
        stream.context().executor().execute(() -> stream.drop("resumed on another connection"));
    }

    /** It may go on with that one, or hears that it is over. Any thread. */
    void granted(Resumable cut) {
        stream.context()
                .executor()
                .execute(
                        () -> {
                            if (!over) {
                                resuming.granted(cut);
                            }
                        });
    }

    /**
     * The connection is gone.
     *
     * @param livedMs how long it lived: one that ends at once is not made anew at once
     * @param cut whether it was cut, so that another one may go on with the stream
     */
    void over(long livedMs, boolean cut) {
        over = true;
        long first = server.limits.retryFirst().toMillis();
        long inMs = livedMs < first ? first : 0;
        if (resuming.over(cut, inMs)) {
            carried.clear();
            suspended = true;
            acks.watch(true);
            goOn(); // all of it may be handled already
            return;
        }
        for (Link link : carried) {
            List<Link.Waiting> lost = acks.lost(link);
            if (!lost.isEmpty()) {
                LOG.info(
                        "s2s_unacknowledged local={} remote={} stanzas={}",
                        link.pair().local(),
                        link.pair().remote(),
                        lost.size());
            }
            link.detach(this, lost, inMs);
        }
        carried.clear();
    }
}
