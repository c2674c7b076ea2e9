package stoa.net.s2s;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.s2s.dns.Target;
import stoa.net.stream.Namespaces;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * A stream of ours that is to carry a {@link Link}: we prove our domain by SASL EXTERNAL where the
 * other server offers it (XEP-0178), else by dialback (XEP-0220 section 2.1.1), and ask for both
 * directions (XEP-0288) and acknowledgements (XEP-0198) where it has them. Confined to the
 * channel's loop.
 */
final class CarryingStream extends OutgoingStream {
    private static final Logger LOG = LoggerFactory.getLogger(CarryingStream.class);

    private enum Step {
        TLS,
        EXTERNAL,
        DIALBACK,
        AUTHENTICATED,
        READY
    }

    private final Link link;
    private final @Nullable Resumable cut;
    private Step step = Step.TLS;
    private boolean mayDialback;
    private boolean managed;

    /**
     * A stream to that address.
     *
     * @param cut the one that it is to go on with (XEP-0198 section 5), or null
     */
    CarryingStream(
            S2sContext server,
            Link link,
            @Nullable Resumable cut,
            Target target,
            Unanswered unanswered) {
        super(server, link.pair(), target, unanswered);
        this.link = link;
        this.cut = cut;
    }

    @Override
    String purpose() {
        return "stanzas";
    }

    @Override
    void features(Element features) {
        managed = features.child("sm", Namespaces.SM) != null;
        conversation.obey(features);
        switch (step) {
            case TLS -> authenticate(features);
            case AUTHENTICATED -> ready("external");
            case EXTERNAL, DIALBACK, READY -> giveUp(Failure.refused("features out of turn"));
        }
    }

    private void authenticate(Element features) {
        boolean certified = proves(pair.remote());
        if (server.policy.certificatesOnly() && !certified) {
            giveUp(Failure.refused("its certificate does not prove its domain"));
            return;
        }
        mayDialback =
                !server.policy.certificatesOnly()
                        && (declaresDialback()
                                || features.child("dialback", S2sNamespaces.DIALBACK_FEATURE)
                                        != null);
        if (features.child("bidi", S2sNamespaces.BIDI_FEATURE) != null) {
            conversation.goBothWays();
            write(
                    Element.of("bidi", S2sNamespaces.BIDI)
                            .child(AdvertisedLimits.ours(server.limits))
                            .build());
        }
        if (offersExternal(features) && server.tls.named(pair.local().ascii())) {
            step = Step.EXTERNAL;
            byte[] authzid = pair.local().toString().getBytes(StandardCharsets.UTF_8);
            write(
                    Element.of("auth", Namespaces.SASL)
                            .attribute("mechanism", S2sNamespaces.EXTERNAL)
                            .text(Base64.getEncoder().encodeToString(authzid))
                            .build());
        } else {
            dialback();
        }
    }

    private static boolean offersExternal(Element features) {
        Element mechanisms = features.child("mechanisms", Namespaces.SASL);
        return mechanisms != null
                && mechanisms.elements().anyMatch(m -> m.text().equals(S2sNamespaces.EXTERNAL));
    }

    private void dialback() {
        String id = streamId();
        if (!mayDialback || id == null) {
            giveUp(Failure.refused("it offers no way to prove our domain"));
            return;
        }
        step = Step.DIALBACK;
        write(
                Element.prefixed("db", "result", S2sNamespaces.DIALBACK)
                        .attribute("from", pair.local().toString())
                        .attribute("to", pair.remote().toString())
                        .text(server.keys.key(pair.remote(), pair.local(), id))
                        .build());
    }

    @Override
    void answered(Element element) {
        switch (element.namespace()) {
            case Namespaces.SASL -> sasl(element);
            case S2sNamespaces.DIALBACK -> result(element);
            default -> {} // nothing that we have asked for
        }
    }

    private void sasl(Element element) {
        if (step != Step.EXTERNAL) {
            giveUp(Failure.refused("SASL out of turn"));
        } else if (element.name().equals("success")) {
            step = Step.AUTHENTICATED;
            restart();
            begin();
        } else if (element.name().equals("challenge")) {
            write(Element.text("response", Namespaces.SASL, "="));
        } else {
            dialback(); // its view of our certificate is not ours
        }
    }

    /** Section 2.1.1; what we have not asked for means nothing (XEP-0288 section 4). */
    private void result(Element element) {
        boolean ours =
                step == Step.DIALBACK
                        && element.name().equals("result")
                        && pair.remote().equals(S2sContext.domain(element.attribute("from")))
                        && pair.local().equals(S2sContext.domain(element.attribute("to")));
        if (!ours) {
            return;
        }
        if ("valid".equals(element.attribute("type"))) {
            ready("dialback");
        } else {
            giveUp(Failure.refused("dialback " + condition(element)));
        }
    }

    private static String condition(Element result) {
        Element error = result.child("error", S2sNamespaces.SERVER);
        if (error != null) {
            for (StanzaError.Condition condition : StanzaError.Condition.values()) {
                if (error.child(condition.text(), StanzaError.NAMESPACE) != null) {
                    return condition.text();
                }
            }
        }
        return Objects.requireNonNullElse(
                "invalid".equals(result.attribute("type")) ? "invalid" : null, "error");
    }

    private void ready(String by) {
        step = Step.READY;
        settle();
        raiseLimits();
        LOG.info(
                "s2s_outgoing_ready local={} remote={} by={} both_ways={} {}",
                pair.local(),
                pair.remote(),
                by,
                conversation.isBothWays(),
                direction());
        if (cut != null) {
            conversation.goOn(link, cut, managed);
            return;
        }
        if (managed) {
            conversation.enableAcks(link);
        }
        boolean carries = conversation.carry(link);
        if (conversation.isBothWays()) {
            conversation.prove(pair);
        } else if (!carries) {
            close(); // the other server has come to us meanwhile, and both ways
        }
    }
}
