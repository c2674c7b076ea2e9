package stoa.net.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Receipt;
import stoa.net.limit.NetLimits;
import stoa.net.limit.TokenBucket;
import stoa.net.sm.Acks;
import stoa.net.sm.Outgoing;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * The stream of a bound resource: stanzas, the acknowledgements of XEP-0198, and whether somebody
 * looks at the client (XEP-0352 section 4.2).
 */
final class Bound implements Phase {
    private final ClientStream stream;
    private final ClientSession session;
    private final StreamServer server;
    private final @Nullable TokenBucket stanzas;
    private final @Nullable TokenBucket bytes;
    private long askedAckMs;
    private long tooMuchSinceMs;
    private long owedSinceMs;

    Bound(ClientStream stream, ClientSession session) {
        this.stream = stream;
        this.session = session;
        this.server = stream.server();
        NetLimits rates = server.rates;
        long now = server.now();
        stanzas =
                rates.stanzasPerSecond() == 0
                        ? null
                        : new TokenBucket(rates.stanzasPerSecond(), rates.stanzasAtOnce(), now);
        bytes =
                rates.bytesPerSecond() == 0
                        ? null
                        : new TokenBucket(rates.bytesPerSecond(), rates.bytesAtOnce(), now);
    }

    /** Bytes were read; beyond the rate the connection is not read until the next sweep. */
    void heard(int count, long nowMs) {
        if (bytes != null && !bytes.take(count, nowMs)) {
            stream.pause(ClientStream.RATE);
        }
    }

    @Override
    public void element(Element element) {
        if (element.namespace().equals(Stanza.CLIENT)) {
            stanza(element);
        } else if (element.namespace().equals(Namespaces.SM)) {
            management(element);
        } else if (element.is("active", Namespaces.CSI)) {
            session.becomesActive();
        } else if (element.is("inactive", Namespaces.CSI)) {
            session.becomesInactive();
        } else {
            stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    private void stanza(Element element) {
        server.metrics.stanzasIn.increment();
        if (stanzas != null && !stanzas.take(1, server.now())) {
            stream.pause(ClientStream.RATE);
        }
        if (!isOwn(element.attribute("from"))) {
            stream.fail(StreamError.Condition.INVALID_FROM.error());
            return;
        }
        switch (StanzaCodec.read(element)) {
            case StanzaCodec.Good good -> {
                Receipt receipt = session.received().arrive();
                server.gate.receive(session, own(good.stanza()), receipt);
                session.checkUnderWay(stream);
            }
            case StanzaCodec.Bad bad -> {
                Receipt receipt = session.received().arrive();
                refuse(bad);
                receipt.release();
            }
            case StanzaCodec.NotAStanza nothing ->
                    stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    /**
     * RFC 6120 section 8.1.2.1: absent, or an address of the account. The session's own is written
     * in its place, also where another resource is named: Converse.js, whose page was reloaded,
     * takes its session up and goes on to name the resource it would have bound otherwise.
     */
    private boolean isOwn(@Nullable String from) {
        if (from == null
                || from.equals(session.address().toString())
                || from.equals(session.account().toString())) {
            return true;
        }
        try {
            Jid jid = Jid.parse(from);
            return jid.bare().equals(session.account());
        } catch (InvalidJidException e) {
            return false;
        }
    }

    /** The stanza as the server passes it on: from the full address, in the stream's language. */
    private Stanza own(Stanza stanza) {
        String lang = stanza.lang() == null ? stream.lang() : stanza.lang();
        return switch (stanza) {
            case Message m ->
                    new Message(session.address(), m.to(), m.type(), m.id(), lang, m.payloads());
            case Presence p ->
                    new Presence(session.address(), p.to(), p.type(), p.id(), lang, p.payloads());
            case Iq iq ->
                    new Iq(session.address(), iq.to(), iq.type(), iq.id(), lang, iq.payloads());
        };
    }

    private void refuse(StanzaCodec.Bad bad) {
        Element element = bad.element();
        String type = element.attribute("type");
        if ("error".equals(type) || ("result".equals(type) && element.name().equals("iq"))) {
            return;
        }
        Jid from = addressee(element.attribute("to"));
        String id = element.attribute("id");
        List<Element> payloads = List.of(bad.error().toElement());
        Jid to = session.address();
        session.send(
                switch (element.name()) {
                    case "message" -> new Message(from, to, Message.Type.ERROR, id, null, payloads);
                    case "presence" ->
                            new Presence(from, to, Presence.Type.ERROR, id, null, payloads);
                    default ->
                            new Iq(from, to, Iq.Type.ERROR, id == null ? "" : id, null, payloads);
                });
    }

    private Jid addressee(@Nullable String to) {
        try {
            return to == null ? session.account() : Jid.parse(to);
        } catch (InvalidJidException e) {
            return DomainJid.of(session.account().domain());
        }
    }

    private void management(Element element) {
        Acks acks = session.acks();
        switch (element.name()) {
            case "enable" -> {
                if (acks != null) {
                    unexpected();
                } else {
                    String id = session.manage(StreamManagement.wantsResumption(element));
                    stream.write(StreamManagement.enabled(id, server.limits.resume().toSeconds()));
                }
            }
            case "r" -> {
                if (acks == null) {
                    unexpected();
                } else {
                    if (!acks.owesAnswers()) {
                        owedSinceMs = server.now();
                    }
                    acks.clientAsks();
                    session.write();
                }
            }
            case "a" -> {
                if (acks == null) {
                    unexpected();
                } else {
                    acknowledged(acks, StreamManagement.h(element));
                }
            }
            default -> unexpected();
        }
    }

    private void unexpected() {
        stream.write(StreamManagement.unexpected());
    }

    private void acknowledged(Acks acks, long h) {
        askedAckMs = 0;
        if (h < 0) {
            stream.fail(StreamError.Condition.INVALID_XML.error("h is no number"));
        } else if (!acks.acknowledge(h)) {
            stream.fail("handled-count-too-high", StreamManagement.countTooHigh(h, acks.sent()));
        } else {
            session.tellAcknowledged(server.now());
            session.write();
        }
    }

    /** Asks for what is long unacknowledged, and answers what waits too long. */
    void sweep(long nowMs) {
        if ((stanzas == null || stanzas.hasAny(nowMs)) && (bytes == null || bytes.hasAny(nowMs))) {
            stream.proceed(ClientStream.RATE);
        }
        session.tellAcknowledged(nowMs);
        Acks acks = session.acks();
        if (acks == null) {
            return;
        }
        if (acks.owesAnswers() && nowMs - owedSinceMs >= server.limits.settle().toMillis()) {
            int owed = acks.answersOwed();
            for (int i = 0; i < owed; i++) {
                stream.wire().write(StreamManagement.answer(acks.handled()));
            }
            stream.wire().flush();
        }
        if (!acks.keepsMoreThan(server.limits.unackedStanzas(), server.limits.unackedBytes())) {
            tooMuchSinceMs = 0;
        } else if (tooMuchSinceMs == 0) {
            tooMuchSinceMs = nowMs; // it may say in a moment that it has all of it
        } else if (nowMs - tooMuchSinceMs >= server.limits.answer().toMillis()) {
            stream.fail(
                    StreamError.Condition.RESOURCE_CONSTRAINT.error("too much is unacknowledged"));
            return;
        }
        if (acks.isAsked()) {
            askedAckMs = askedAckMs == 0 ? nowMs : askedAckMs;
            if (nowMs - askedAckMs >= server.limits.answer().toMillis()) {
                stream.drop("no-acknowledgement");
            }
        } else if (acks.shouldAsk(1)) {
            askForAck(acks);
        }
    }

    private void askForAck(Acks acks) {
        stream.write(session.ask(acks));
    }

    void askForSignOfLife() {
        Acks acks = session.acks();
        if (acks != null) {
            askForAck(acks);
            return;
        }
        Iq ping =
                Iq.of(
                        Iq.Type.GET,
                        DomainJid.of(session.account().domain()),
                        session.address(),
                        "ping-" + server.newStreamId(),
                        Element.empty("ping", Namespaces.PING));
        stream.wire().write(new Outgoing(ping));
        stream.wire().flush();
    }
}
