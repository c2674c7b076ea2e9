package stoa.net.s2s;

import io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.stream.Namespaces;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.xml.Element;

/**
 * A stream that another server has opened to us: TLS always, then SASL EXTERNAL if its certificate
 * proves its domain (RFC 6120 section 6, XEP-0178), or dialback. Confined to the channel's loop.
 */
final class IncomingStream extends PeerStream {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingStream.class);
    private static final int MOST_FAILURES = 3;

    private final InetAddress peer;
    private final boolean direct;
    private @Nullable DomainJid local;
    private @Nullable DomainJid remote;
    private @Nullable String id;
    private @Nullable DomainPair authenticated;
    private int failures;

    IncomingStream(S2sContext server, InetAddress peer, boolean direct) {
        super(server);
        this.peer = peer;
        this.direct = direct;
    }

    @Override
    String direction() {
        return "from=" + peer.getHostAddress();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        server.metrics.incomingNow.increment();
        if (direct) {
            beginTls(ctx);
        }
    }

    private void beginTls(ChannelHandlerContext ctx) {
        tlsBegins();
        ctx.pipeline().addFirst("tls", server.tls.incoming(this));
    }

    @Override
    void secured() {
        // The other side begins its stream anew.
    }

    @Override
    void header(StreamHeader header) {
        local = S2sContext.domain(header.to());
        remote = S2sContext.domain(header.from());
        id = server.newStreamId();
        open(header.to(), header.from(), id);
        StreamError refusal = refusal(header);
        if (refusal != null) {
            fail(refusal);
        } else {
            write(features());
            if (authenticated != null) {
                conversation.prove(authenticated);
            }
        }
    }

    /** RFC 6120 sections 4.7, 4.8.2 and 4.9.3. */
    private @Nullable StreamError refusal(StreamHeader header) {
        String version = header.version();
        if (!header.contentNamespace().equals(S2sNamespaces.SERVER)) {
            return Condition.INVALID_NAMESPACE.error();
        }
        if (version == null || !version.startsWith("1.")) {
            return Condition.UNSUPPORTED_VERSION.error();
        }
        if (local == null || !server.hosts(local)) {
            return Condition.HOST_UNKNOWN.error();
        }
        if (header.from() == null) {
            return null; // dialback says it
        }
        if (remote == null || !server.domains.isElsewhere(remote.domain())) {
            return Condition.INVALID_FROM.error();
        }
        return server.permits(new DomainPair(local, remote))
                ? null
                : Condition.POLICY_VIOLATION.error("The two domains may not talk with each other.");
    }

    private Element features() {
        Element.Builder features = Element.prefixed("stream", "features", StreamError.STREAMS);
        if (!isSecured()) {
            return features.child(Element.of("starttls", Namespaces.TLS).child("required").build())
                    .build();
        }
        if (authenticated == null) {
            if (remote != null && proves(remote)) {
                features.child(
                        Element.of("mechanisms", Namespaces.SASL)
                                .child("mechanism", S2sNamespaces.EXTERNAL)
                                .build());
            }
            features.child(Element.empty("bidi", S2sNamespaces.BIDI_FEATURE));
        }
        if (!server.policy.certificatesOnly()) {
            features.child(
                    Element.of("dialback", S2sNamespaces.DIALBACK_FEATURE).child("errors").build());
        }
        return features.child(Element.empty("sm", Namespaces.SM))
                .child(AdvertisedLimits.ours(server.limits))
                .build();
    }

    @Override
    void negotiate(Element element) {
        if (!isSecured()) {
            if (element.is("starttls", Namespaces.TLS) && isInTheClear()) {
                write(tls("proceed"));
                beginTls(context());
            } else {
                fail(Condition.POLICY_VIOLATION.error("TLS comes first."));
            }
        } else if (element.is("auth", Namespaces.SASL) && authenticated == null) {
            authenticate(element);
        } else if (element.is("bidi", S2sNamespaces.BIDI) && conversation.provedPairs() == 0) {
            conversation.goBothWays();
            conversation.obey(element);
        } else if (element.is("starttls", Namespaces.TLS)) {
            write(tls("failure"));
            fail(Condition.POLICY_VIOLATION.error("TLS is up already."));
        } else {
            fail(Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    private void authenticate(Element auth) {
        String mechanism = auth.attribute("mechanism");
        DomainJid asserted = asserted(auth.text());
        DomainJid target = local;
        if (!S2sNamespaces.EXTERNAL.equals(mechanism)) {
            refuse("invalid-mechanism");
        } else if (asserted == null || target == null) {
            refuse("invalid-authzid");
        } else if (!server.permits(new DomainPair(target, asserted)) || !proves(asserted)) {
            refuse("not-authorized");
        } else {
            LOG.info("s2s_proved local={} remote={} by=external {}", target, asserted, direction());
            server.metrics.provedByCertificate.increment();
            remote = asserted;
            // Nothing may be sent before the stream has begun anew.
            authenticated = new DomainPair(target, asserted);
            write(Element.empty("success", Namespaces.SASL));
            restart();
        }
    }

    /** The domain that the other side wants to be (XEP-0178 section 3), or null for none. */
    private @Nullable DomainJid asserted(String text) {
        String given = text.strip();
        if (given.isEmpty() || given.equals("=")) {
            return remote;
        }
        try {
            String authzid = new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
            DomainJid asserted = S2sContext.domain(authzid);
            return remote == null || remote.equals(asserted) ? asserted : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void refuse(String condition) {
        server.metrics.refused.increment();
        LOG.info("s2s_external_refused remote={} {} condition={}", remote, direction(), condition);
        write(Element.of("failure", Namespaces.SASL).child(condition).build());
        failures++;
        if (failures >= MOST_FAILURES) {
            fail(Condition.POLICY_VIOLATION.error("Too many attempts."));
        }
    }

    @Override
    @Nullable String streamId() {
        return id;
    }

    @Override
    boolean isSettled() {
        return conversation.provedPairs() > 0;
    }

    @Override
    void over(@Nullable StreamError theirs, String reason) {
        server.metrics.incomingNow.decrement();
        LOG.info("s2s_incoming_ended {} remote={} reason=\"{}\"", direction(), remote, reason);
    }
}
