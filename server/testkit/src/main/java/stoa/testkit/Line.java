package stoa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** A message in a story: to be sent, or to be expected with at least what it says. */
public final class Line {
    private final Message.Type type;
    private @Nullable Jid to;
    private @Nullable Jid from;
    private @Nullable String id;
    private final List<Element> payloads = new ArrayList<>();

    private Line(Message.Type type) {
        this.type = type;
    }

    public static Line chat() {
        return new Line(Message.Type.CHAT);
    }

    public static Line normal() {
        return new Line(Message.Type.NORMAL);
    }

    public static Line of(Message.Type type) {
        return new Line(type);
    }

    public Line to(TestClient client) {
        return to(client.address());
    }

    public Line to(Jid address) {
        to = address;
        return this;
    }

    public Line from(TestClient client) {
        return from(client.address());
    }

    public Line from(Jid address) {
        from = address;
        return this;
    }

    public Line id(String stanzaId) {
        id = stanzaId;
        return this;
    }

    public Line body(String text) {
        return with(Element.text("body", Stanza.CLIENT, text));
    }

    /** The sender's own id for it, XEP-0359. */
    public Line origin(String originId) {
        return with(Element.of("origin-id", "urn:xmpp:sid:0").attribute("id", originId).build());
    }

    public Line with(Element payload) {
        payloads.add(payload);
        return this;
    }

    Message toMessage() {
        return new Message(from, to, type, id, null, payloads);
    }

    void assertMatches(Message message) {
        assertThat(message.type()).as("type of %s", message).isEqualTo(type);
        assertThat(message.payloads()).as("payloads of %s", message).containsAll(payloads);
        if (from != null) {
            assertThat(message.from()).isEqualTo(from);
        }
        if (to != null) {
            assertThat(message.to()).isEqualTo(to);
        }
        if (id != null) {
            assertThat(message.id()).isEqualTo(id);
        }
    }
}
