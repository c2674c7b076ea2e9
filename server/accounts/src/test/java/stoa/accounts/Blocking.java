package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** What a story of XEP-0191 says and expects. */
final class Blocking {
    private static final String BLOCKING = BlockRequests.NAMESPACE;

    private Blocking() {}

    static Element command(String name, Object... items) {
        Element.Builder command = Element.of(name, BLOCKING);
        for (Object item : items) {
            command.child(item instanceof Element element ? element : item(item.toString()));
        }
        return command.build();
    }

    static Element item(@Nullable String jid, Element... children) {
        return Element.of("item", BLOCKING)
                .attribute("jid", jid)
                .children(List.of(children))
                .build();
    }

    static Iq sets(TestClient client, Element payload) {
        return client.asks(Iq.Type.SET, null, payload);
    }

    static void blocks(TestClient client, Object... items) {
        assertThat(sets(client, command("block", items)).type()).isEqualTo(Iq.Type.RESULT);
    }

    static void unblocks(TestClient client, Object... items) {
        assertThat(sets(client, command("unblock", items)).type()).isEqualTo(Iq.Type.RESULT);
    }

    static List<String> list(TestClient client) {
        Iq answer = client.asks(Iq.Type.GET, null, command("blocklist"));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        Element list = Objects.requireNonNull(answer.payload());
        assertThat(list.is("blocklist", BLOCKING)).isTrue();
        return list.elements().map(e -> Objects.requireNonNull(e.attribute("jid"))).toList();
    }

    static void assertRefused(Iq answer, Condition condition) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(
                        Objects.requireNonNull(answer.payload())
                                .child(condition.text(), StanzaError.NAMESPACE))
                .as("condition of %s", answer)
                .isNotNull();
    }

    static void getsBlocked(TestClient client, Jid from) {
        Stanza error = client.getsError(Condition.NOT_ACCEPTABLE);
        assertThat(error.from()).isEqualTo(from);
        Element element = Objects.requireNonNull(error.payload("error", Stanza.CLIENT));
        assertThat(element.attribute("type")).isEqualTo("cancel");
        assertThat(element.child("blocked", "urn:xmpp:blocking:errors")).isNotNull();
    }
}
