package stoa.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.route.Services;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0441: whatever is wished for, everything is kept, and that is said. */
class PreferencesTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");

    private final Hooks hooks = new Hooks(new Services());

    PreferencesTest() {
        hooks.install(new Preferences());
    }

    private Iq ask(Iq.Type type, Jid from, Element prefs) {
        Iq iq = Iq.of(type, from, JULIET, "p1", prefs);
        CompletionStage<Iq> answer =
                Objects.requireNonNull(hooks.iqHandler(Target.ACCOUNT, prefs))
                        .handle(new IqRequest(iq, null));
        return answer.toCompletableFuture().join();
    }

    private static Element.Builder prefs(String byDefault) {
        return Element.of("prefs", Mam.NS).attribute("default", byDefault);
    }

    private static Element list(String name, String address) {
        return Element.of(name, Mam.NS).child("jid", address).build();
    }

    @Test
    void everything_is_kept_whatever_is_wished_for() {
        for (String wish : new String[] {"always", "roster", "never"}) {
            Iq answer =
                    ask(
                            Iq.Type.SET,
                            JULIET.withResource("laptop"),
                            prefs(wish).child(list("never", "romeo@example.org")).build());
            assertApplied(answer);
        }
        assertApplied(
                ask(Iq.Type.GET, JULIET.withResource("laptop"), Element.empty("prefs", Mam.NS)));
    }

    private static void assertApplied(Iq answer) {
        assertThat(answer.isError()).as("%s", answer).isFalse();
        Element prefs = Objects.requireNonNull(answer.payload());
        assertThat(prefs.attribute("default")).isEqualTo("always");
        assertThat(prefs.elements().map(Element::name)).containsExactly("always", "never");
        assertThat(prefs.elements().flatMap(Element::elements)).isEmpty();
    }

    @Test
    void what_is_no_wish_is_refused() {
        Jid laptop = JULIET.withResource("laptop");
        assertRefused(ask(Iq.Type.SET, laptop, prefs("sometimes").build()), Condition.BAD_REQUEST);
        assertRefused(
                ask(Iq.Type.SET, laptop, Element.empty("prefs", Mam.NS)), Condition.BAD_REQUEST);
        assertRefused(
                ask(
                        Iq.Type.SET,
                        laptop,
                        prefs("always")
                                .child(list("never", "romeo@example.org"))
                                .child(list("never", "nurse@example.org"))
                                .build()),
                Condition.BAD_REQUEST);
        assertRefused(
                ask(Iq.Type.SET, laptop, prefs("always").child(list("never", "@")).build()),
                Condition.JID_MALFORMED);
    }

    @Test
    void they_are_nobody_elses() {
        assertRefused(
                ask(Iq.Type.GET, ROMEO.withResource("phone"), Element.empty("prefs", Mam.NS)),
                Condition.FORBIDDEN);
    }

    private static void assertRefused(Iq answer, Condition condition) {
        assertThat(answer.isError()).as("%s", answer).isTrue();
        Element error = Objects.requireNonNull(answer.payload("error", "jabber:client"));
        assertThat(error.child(condition.text(), StanzaError.NAMESPACE))
                .as("%s", error)
                .isNotNull();
    }
}
