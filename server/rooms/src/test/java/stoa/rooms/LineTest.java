package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoredXml;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

class LineTest {
    private static Line line(Message message) {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(4711);
        return new Line(slot, Instant.EPOCH, message);
    }

    private static Element read(EncodedStanza encoded) {
        byte[] frame = encoded.toFrame(EncodedStanza.address("juliet@example.org/o'clock"));
        return ((FrameParser.Parsed) new FrameParser(ParserLimits.DEFAULTS).parse(frame)).element();
    }

    private static void saysWhatItStores(Message message) {
        Line line = line(message);
        Element stored = StoredXml.read(line.stored());

        Copy live = line.live();

        assertThat(stored).isEqualTo(message.toElement());
        assertThat(read(live.encoded()))
                .isEqualTo(
                        live.stanza()
                                .toElement()
                                .withAttribute("to", "juliet@example.org/o'clock"));
        assertThat(Person.stableId(live.stanza())).isEqualTo("4711");
    }

    @Test
    void what_is_said_is_made_of_what_was_stored() {
        saysWhatItStores(
                new Message(
                        Scene.GARDEN.withResource("O'Romeo <&>"),
                        null,
                        Message.Type.GROUPCHAT,
                        "m'1",
                        "it",
                        List.of(
                                Element.text("body", Stanza.CLIENT, "<good> & 'night' 🌹"),
                                Element.of("x", "urn:example:empty").build())));
    }

    @Test
    void a_message_without_anything_in_it() {
        saysWhatItStores(
                Message.of(Message.Type.GROUPCHAT, Scene.GARDEN.withResource("Romeo"), null));
    }

    @Test
    void what_is_not_stored_is_said_without_an_id() {
        Message message =
                Message.of(
                        Message.Type.GROUPCHAT,
                        Scene.GARDEN.withResource("Romeo"),
                        null,
                        Element.text("body", Stanza.CLIENT, "x"));

        assertThat(new Line(null, Instant.EPOCH, message).live().stanza()).isEqualTo(message);
    }
}
