package stoa.xmpp.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;

class EncodedStanzaTest {
    private static final Element MESSAGE =
            Element.of("message", "jabber:client")
                    .attribute("from", "garden@rooms.example.org/Juliet")
                    .attribute("to", "garden@rooms.example.org")
                    .attribute("type", "groupchat")
                    .lang("en")
                    .child("body", "good night")
                    .child(Element.prefixed("p", "x", "urn:p").build())
                    .build();

    @Test
    void every_recipient_gets_the_stanza_with_their_address() {
        EncodedStanza encoded = EncodedStanza.of(MESSAGE);
        for (String to : new String[] {"romeo@example.org/pc", "nurse@example.org/<'é&>"}) {
            byte[] address = EncodedStanza.address(to);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            encoded.writeTo(stream::write, address);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            encoded.writeFrameTo(frame::write, address);

            assertThat(stream.size()).isEqualTo(encoded.length(address));
            assertThat(frame.size()).isEqualTo(encoded.frameLength(address));
            Element expected = MESSAGE.withAttribute("to", to);
            assertThat(stream.toString(StandardCharsets.UTF_8)).doesNotContain("jabber:client");
            assertThat(
                            parse(
                                            "<s xmlns='jabber:client'>"
                                                    + stream.toString(StandardCharsets.UTF_8)
                                                    + "</s>")
                                    .firstChild())
                    .isEqualTo(expected);
            assertThat(parse(frame.toString(StandardCharsets.UTF_8))).isEqualTo(expected);
        }
    }

    @Test
    void a_stanza_without_address_and_content_is_encoded_too() {
        EncodedStanza encoded = EncodedStanza.of(Element.empty("presence", "jabber:client"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoded.writeTo(out::write, EncodedStanza.address("romeo@example.org"));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("<presence to='romeo@example.org'/>");
    }

    private static Element parse(String xml) {
        FrameParser.Frame frame =
                new FrameParser(ParserLimits.DEFAULTS).parse(xml.getBytes(StandardCharsets.UTF_8));
        return ((FrameParser.Parsed) frame).element();
    }
}
