package stoa.net.s2s;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.stream.ContentNamespace;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * Server Dialback (XEP-0220) on one stream, as the server that is asked: as the receiving one it
 * has the sender's domain verified (section 2.2.1), as the authoritative one it says whether a key
 * is its own (section 2.2.2). Several pairs of domains may be proved on a stream. Confined to the
 * stream's loop.
 */
final class Dialback {
    private static final Logger LOG = LoggerFactory.getLogger(Dialback.class);
    private static final StanzaError NOT_HERE = StanzaError.Condition.ITEM_NOT_FOUND.error();

    /** Verifications that one stream may have under way. */
    private static final int MOST_UNDER_WAY = 8;

    private final PeerStream stream;
    private final Conversation conversation;
    private final S2sContext server;
    private final Set<DomainPair> underWay = new HashSet<>();

    Dialback(PeerStream stream, Conversation conversation) {
        this.stream = stream;
        this.conversation = conversation;
        this.server = stream.server;
    }

    boolean isBusy() {
        return !underWay.isEmpty();
    }

    void heard(Element element) {
        DomainJid from = S2sContext.domain(element.attribute("from"));
        DomainJid to = S2sContext.domain(element.attribute("to"));
        if (from == null || to == null) {
            stream.fail(StreamError.Condition.IMPROPER_ADDRESSING.error());
        } else if (element.attribute("type") != null) {
            stream.negotiate(element); // an answer to what we have asked
        } else if (element.name().equals("result")) {
            request(new DomainPair(to, from), element);
        } else if (element.name().equals("verify")) {
            verify(new DomainPair(to, from), element);
        } else {
            stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    /** The other side wants to send from {@code remote} to {@code local}. */
    private void request(DomainPair pair, Element request) {
        StanzaError refusal = refusal(pair);
        String streamId = stream.streamId();
        if (refusal != null || streamId == null) {
            answer(pair, "error", refusal == null ? NOT_HERE : refusal);
        } else if (conversation.hasProved(pair)) {
            answer(pair, "valid", null);
        } else if (stream.proves(pair.remote())) {
            server.metrics.provedByCertificate.increment();
            valid(pair, "certificate");
        } else if (server.policy.certificatesOnly()) {
            answer(
                    pair,
                    "error",
                    StanzaError.Condition.NOT_AUTHORIZED.error(
                            "Only a valid certificate proves a domain here."));
        } else if (underWay.add(pair)) {
            server.connector.verify(
                    pair,
                    streamId,
                    request.text().strip(),
                    verdict -> stream.context().executor().execute(() -> verified(pair, verdict)));
        }
    }

    private @Nullable StanzaError refusal(DomainPair pair) {
        if (!server.hosts(pair.local())) {
            return NOT_HERE;
        }
        if (!server.permits(pair)) {
            return StanzaError.Condition.POLICY_VIOLATION.error(
                    "The two domains may not talk with each other.");
        }
        return underWay.size() >= MOST_UNDER_WAY
                        || conversation.provedPairs() + underWay.size() >= server.limits.pairs()
                ? StanzaError.Condition.RESOURCE_CONSTRAINT.error()
                : null;
    }

    private void verified(DomainPair pair, Verdict verdict) {
        underWay.remove(pair);
        switch (verdict) {
            case Verdict.Valid v -> {
                server.metrics.provedByDialback.increment();
                valid(pair, "dialback");
            }
            case Verdict.Invalid i -> {
                server.metrics.refused.increment();
                LOG.warn(
                        "s2s_spoofed local={} remote={} {}",
                        pair.local(),
                        pair.remote(),
                        stream.direction());
                answer(pair, "invalid", null);
                stream.close(); // section 2.2.1
            }
            case Verdict.Unknown(Failure failure) -> {
                server.metrics.refused.increment();
                answer(pair, "error", failure.error());
            }
        }
    }

    private void valid(DomainPair pair, String how) {
        LOG.info(
                "s2s_proved local={} remote={} by={} {}",
                pair.local(),
                pair.remote(),
                how,
                stream.direction());
        // First: whoever reads the answer finds this stream carrying, and no other one on its way.
        conversation.prove(pair);
        answer(pair, "valid", null);
    }

    private void answer(DomainPair pair, String type, @Nullable StanzaError error) {
        stream.write(said("result", pair, null, type, error));
    }

    private void verify(DomainPair pair, Element asked) {
        String id = Objects.requireNonNullElse(asked.attribute("id"), "");
        if (!server.hosts(pair.local())) {
            stream.write(said("verify", pair, id, "error", NOT_HERE));
            return;
        }
        boolean right = server.keys.isRight(asked.text(), pair.remote(), pair.local(), id);
        stream.write(said("verify", pair, id, right ? "valid" : "invalid", null));
    }

    private static Element said(
            String name,
            DomainPair pair,
            @Nullable String id,
            String type,
            @Nullable StanzaError error) {
        return Element.prefixed("db", name, S2sNamespaces.DIALBACK)
                .attribute("from", pair.local().toString())
                .attribute("to", pair.remote().toString())
                .attribute("id", id)
                .attribute("type", type)
                .childIf(
                        error == null
                                ? null
                                : ContentNamespace.renamed(
                                        error.toElement(), Stanza.CLIENT, S2sNamespaces.SERVER))
                .build();
    }
}
