package stoa.xmpp.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaCodec.Bad;
import stoa.xmpp.stanza.StanzaCodec.Good;
import stoa.xmpp.stanza.StanzaCodec.NotAStanza;
import stoa.xmpp.stanza.StanzaCodec.Read;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class StanzaCodecTest {
    private static final Jid JULIET = Jid.parse("juliet@example.org/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@example.org");

    @Test
    void stanzas_come_back_as_they_were() {
        Element body = Element.text("body", Stanza.CLIENT, "hi");
        for (Stanza stanza :
                List.of(
                        new Message(JULIET, ROMEO, Message.Type.CHAT, "1", "en", List.of(body)),
                        Message.of(Message.Type.NORMAL, null, null),
                        Presence.of(Presence.Type.SUBSCRIBE, JULIET, ROMEO),
                        Presence.of(Presence.Type.AVAILABLE, JULIET, null, body),
                        Iq.of(Iq.Type.GET, null, ROMEO, "2", Element.empty("ping", "urn:x")),
                        Iq.of(Iq.Type.RESULT, null, null, "3"))) {
            assertThat(StanzaCodec.read(stanza.toElement())).isEqualTo(new Good(stanza));
        }
    }

    @Test
    void text_between_payloads_is_left_out() {
        Element body = Element.text("body", Stanza.CLIENT, "hi");
        Element e = Element.of("message", Stanza.CLIENT).text("\n ").child(body).text("\n").build();
        assertThat(StanzaCodec.read(e))
                .isEqualTo(new Good(Message.of(Message.Type.NORMAL, null, null, body)));
    }

    @ParameterizedTest
    @CsvSource({"iq,,get", "iq,1,", "iq,1,fetch", "presence,,available", "iq,1,get", "iq,1,set"})
    void what_rfc_6120_refuses_is_a_bad_request(String name, String id, String type) {
        Element e =
                Element.of(name, Stanza.CLIENT).attribute("id", id).attribute("type", type).build();
        assertThat(StanzaCodec.read(e)).isEqualTo(new Bad(e, Condition.BAD_REQUEST.error()));
    }

    @Test
    void a_bad_address_is_malformed() {
        Element e = Element.of("message", Stanza.CLIENT).attribute("to", "@example.org").build();
        assertThat(StanzaCodec.read(e)).isEqualTo(new Bad(e, Condition.JID_MALFORMED.error()));
    }

    /** The rest have none: RFC 6120 left codes out. */
    @Test
    void what_is_not_there_has_its_old_code_too() {
        for (Condition condition : Condition.values()) {
            assertThat(condition.error().toElement().attribute("code"))
                    .isEqualTo(condition == Condition.ITEM_NOT_FOUND ? "404" : null);
        }
    }

    @Test
    void other_elements_are_no_stanzas() {
        assertThat(StanzaCodec.read(Element.empty("letter", Stanza.CLIENT)))
                .isEqualTo(new NotAStanza());
        assertThat(StanzaCodec.read(Element.empty("message", "urn:x"))).isEqualTo(new NotAStanza());
    }

    @Test
    void random_elements_are_read_or_refused_and_never_throw() {
        long seed = Long.getLong("stoa.fuzz.seed", System.nanoTime());
        String[] names = {"message", "presence", "iq", "iq", "x"};
        String[] values = {
            "get", "set", "chat", "1", "", "a@b/c", "@", "a@b@c", "/", "é@b", "\0", "subscribe"
        };
        for (int i = 0; i < 20_000; i++, seed++) {
            Random random = new Random(seed);
            Element.Builder made = Element.of(names[random.nextInt(names.length)], Stanza.CLIENT);
            for (String attribute : List.of("from", "to", "type", "id", "odd")) {
                if (random.nextBoolean()) {
                    made.attribute(attribute, values[random.nextInt(values.length)]);
                }
            }
            for (int k = random.nextInt(3); k > 0; k--) {
                made.child("x", random.nextBoolean() ? "t" : null).text(" ");
            }
            Element element = made.build();
            Read read;
            try {
                read = StanzaCodec.read(element);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + element, e);
            }
            if (read instanceof Good good) {
                assertThat(StanzaCodec.read(good.stanza().toElement()))
                        .as("seed %d: %s", seed, element)
                        .isEqualTo(read);
            }
        }
    }
}
