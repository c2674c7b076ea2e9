package stoa.net.stream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.net.login.PasswordUpgrades;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.sasl.SaslMechanism;
import stoa.xmpp.sasl.SaslNegotiation;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** What is offered to a client, RFC 6120 section 4.3.2. */
final class Features {
    /** XEP-0352 section 4.1. */
    private static final Element CLIENT_STATE = Element.empty("csi", Namespaces.CSI);

    private Features() {}

    /**
     * XEP-0478 section 3.1: the longest element that is taken, and after how much silence the
     * client is asked for a sign of life; before signing in the time for all of that.
     */
    private static Element limits(int bytes, Duration idle) {
        return Element.of("limits", Namespaces.STREAM_LIMITS)
                .child("max-bytes", Integer.toString(bytes))
                .child("idle-seconds", Long.toString(idle.toSeconds()))
                .build();
    }

    private static Element limitsAfterLogin(ClientStream stream) {
        StreamLimits limits = stream.server().limits;
        return limits(limits.afterLogin().stanzaBytes(), limits.idle());
    }

    private static Element.Builder features() {
        return Element.prefixed("stream", "features", StreamError.STREAMS);
    }

    /**
     * Before the client has signed in.
     *
     * @param sasl null where TLS comes first (RFC 6120 section 5.3.1)
     */
    static Element beforeLogin(ClientStream stream, @Nullable SaslNegotiation sasl) {
        Element.Builder all = features();
        if (stream.wire().canStartTls()) {
            Element.Builder tls = Element.of("starttls", Namespaces.TLS);
            all.child((sasl == null ? tls.child("required") : tls).build());
        }
        if (sasl != null) {
            Element.Builder mechanisms = Element.of("mechanisms", Namespaces.SASL);
            sasl.mechanisms().forEach(m -> mechanisms.child("mechanism", m.text()));
            all.child(mechanisms.build());
            all.child(sasl2(stream, sasl));
            List<String> types = sasl.channelBindingTypes();
            if (!types.isEmpty()) {
                all.child(bindingTypes(types));
            }
            all.children(stream.server().registration.features(DomainJid.of(stream.domain())));
        }
        StreamLimits limits = stream.server().limits;
        all.child(limits(limits.beforeLogin().stanzaBytes(), limits.login()));
        return all.build();
    }

    /** XEP-0388 section 2.1, with what can be asked for inline. */
    private static Element sasl2(ClientStream stream, SaslNegotiation sasl) {
        Element.Builder authentication = Element.of("authentication", Namespaces.SASL2);
        sasl.mechanisms().forEach(m -> authentication.child("mechanism", m.text()));
        Element.Builder fast = Element.of("fast", Namespaces.FAST);
        for (SaslMechanism mechanism : sasl.tokenMechanisms()) {
            fast.child("mechanism", mechanism.text());
        }
        Element bind =
                Element.of("bind", Namespaces.BIND2)
                        .child(
                                Element.of("inline", Namespaces.BIND2)
                                        .children(stream.server().bind2Features)
                                        .build())
                        .build();
        for (ScramHash hash : sasl.upgrades()) {
            authentication.child(
                    Element.text("upgrade", Namespaces.UPGRADE, PasswordUpgrades.task(hash)));
        }
        return authentication
                .child(
                        Element.of("inline", Namespaces.SASL2)
                                .child(bind)
                                .child(StreamManagement.FEATURE)
                                .child(fast.build())
                                .build())
                .build();
    }

    /** XEP-0440 section 3. */
    private static Element bindingTypes(List<String> types) {
        Element.Builder all = Element.of("sasl-channel-binding", Namespaces.CHANNEL_BINDING);
        for (String type : types) {
            all.child(
                    Element.of("channel-binding", Namespaces.CHANNEL_BINDING)
                            .attribute("type", type)
                            .build());
        }
        return all.build();
    }

    /** After the client has signed in, before a resource is bound. */
    static Element afterLogin(ClientStream stream) {
        return features()
                .child(Element.empty("bind", Namespaces.BIND))
                .child(StreamManagement.FEATURE)
                .child(CLIENT_STATE)
                .child(limitsAfterLogin(stream))
                .children(ofServer(stream))
                .build();
    }

    /** With a resource bound already, by Bind 2. */
    static Element afterBinding(ClientStream stream) {
        return features()
                .child(CLIENT_STATE)
                .child(limitsAfterLogin(stream))
                .children(ofServer(stream))
                .build();
    }

    private static List<Element> ofServer(ClientStream stream) {
        return stream.server().hooks.streamFeatures(DomainJid.of(stream.domain()));
    }
}
