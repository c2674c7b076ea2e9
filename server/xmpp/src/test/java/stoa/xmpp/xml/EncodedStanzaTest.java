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
    void what_it_says_of_itself_can_be_read_without_parsing_it() {
        EncodedStanza encoded = EncodedStanza.of(MESSAGE);
        assertThat(encoded.writtenAttribute("from")).isEqualTo("garden@rooms.example.org/Juliet");
        assertThat(encoded.writtenAttribute("type")).isEqualTo("groupchat");
        assertThat(encoded.writtenAttribute("xml:lang")).isEqualTo("en");
        assertThat(encoded.writtenAttribute("to")).isNull();
        assertThat(encoded.writtenAttribute("fro")).isNull();
        assertThat(encoded.mentions("urn:p")).isTrue();
        assertThat(encoded.mentions("good morning")).isFalse();
        EncodedStanza odd =
                EncodedStanza.of(
                        Element.of("presence", "jabber:client")
                                .attribute("from", "a@b/<'é&\"=>")
                                .attribute("id", "from='x'")
                                .build());
        assertThat(odd.writtenAttribute("id")).doesNotContain("'");
        assertThat(odd.writtenAttribute("from")).contains("é").doesNotContain("'", "<");
        assertThat(odd.writtenAttribute("type")).isNull();
        assertThat(EncodedStanza.of(Element.empty("presence", "jabber:client")).mentions("x"))
                .isFalse();
        assertThat(
                        EncodedStanza.of(Element.empty("presence", "jabber:client"))
                                .writtenAttribute("from"))
                .isNull();
    }

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
