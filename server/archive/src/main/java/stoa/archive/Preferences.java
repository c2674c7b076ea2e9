package stoa.archive;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0441: what of one's messages is kept. This server's policy is to keep all of them, so whoever
 * asks is told {@code always}, and whoever wishes otherwise is told which preferences apply
 * (section 2.1): the same. Stateless; any thread.
 */
public final class Preferences implements Feature {
    private static final Set<String> DEFAULTS = Set.of("always", "never", "roster");
    private static final Element APPLIED =
            Element.of("prefs", Mam.NS)
                    .attribute("default", "always")
                    .child(Element.empty("always", Mam.NS))
                    .child(Element.empty("never", Mam.NS))
                    .build();

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(441, "0.2.0"));
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(Mam.NS, "prefs"), Preferences::answer);
    }

    private static CompletionStage<Iq> answer(IqRequest request) {
        if (!request.byOwner()) {
            return CompletableFuture.completedFuture(request.refuse(Condition.FORBIDDEN));
        }
        StanzaError refusal = request.isSet() ? refusal(request.payload()) : null;
        return CompletableFuture.completedFuture(
                refusal == null ? request.iq().result(APPLIED) : request.refuse(refusal));
    }

    /** A wish that could be none is refused, not passed over. */
    private static @Nullable StanzaError refusal(Element prefs) {
        String byDefault = prefs.attribute("default");
        if (byDefault == null || !DEFAULTS.contains(byDefault)) {
            return Condition.BAD_REQUEST.error("The default is always, never or roster.");
        }
        for (String list : Set.of("always", "never")) {
            if (prefs.elements().filter(e -> e.is(list, Mam.NS)).count() > 1) {
                return Condition.BAD_REQUEST.error("A list is given once.");
            }
        }
        boolean addresses =
                prefs.elements()
                        .filter(e -> e.is("always", Mam.NS) || e.is("never", Mam.NS))
                        .flatMap(Element::elements)
                        .allMatch(e -> e.is("jid", Mam.NS) && isAddress(e.text()));
        return addresses ? null : Condition.JID_MALFORMED.error("A list is of addresses.");
    }

    private static boolean isAddress(String text) {
        try {
            Jid.parse(text.strip());
            return true;
        } catch (InvalidJidException noAddress) {
            return false;
        }
    }
}
