package stoa.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodedStanzaChildTest {
    private static final byte[] TO = EncodedStanza.address("romeo@example.org");
    private static final byte[] CHILD = "<x xmlns='urn:x'/>".getBytes(UTF_8);

    private static String frame(EncodedStanza stanza) {
        return new String(stanza.toFrame(TO), UTF_8);
    }

    @Test
    void a_child_goes_before_the_end_tag() {
        Element message =
                Element.of("message", "jabber:client")
                        .attribute("id", "1")
                        .child("body", "hi")
                        .build();
        assertThat(frame(EncodedStanza.of(message).withLastChild(CHILD)))
                .isEqualTo(
                        "<message xmlns='jabber:client' to='romeo@example.org' id='1'>"
                                + "<body>hi</body><x xmlns='urn:x'/></message>");
    }

    @Test
    void a_childless_stanza_is_opened_for_it() {
        Element presence = Element.of("presence", "jabber:client").attribute("id", "1").build();
        assertThat(frame(EncodedStanza.of(presence).withLastChild(CHILD).withLastChild(CHILD)))
                .isEqualTo(
                        "<presence xmlns='jabber:client' to='romeo@example.org' id='1'>"
                                + "<x xmlns='urn:x'/><x xmlns='urn:x'/></presence>");
    }

    @Test
    void bytes_that_are_there_already_are_sent_as_they_are() {
        byte[] rest = "' type='headline'><a/></message>".getBytes(UTF_8);
        assertThat(frame(EncodedStanza.of("message", "jabber:client", rest)))
                .isEqualTo(
                        "<message xmlns='jabber:client' to='romeo@example.org' type='headline'>"
                                + "<a/></message>");
    }
}
