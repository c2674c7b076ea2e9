package stoa.xmpp.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;

class XmlWriterTest {
    private static String inClientStream(Element element) {
        return new String(XmlWriter.toBytes(element, "jabber:client"), StandardCharsets.UTF_8);
    }

    /** What is read back, after writing it as a document. */
    private static Element again(Element element) {
        FrameParser.Frame frame =
                new FrameParser(ParserLimits.DEFAULTS).parse(XmlWriter.toBytes(element, ""));
        return frame instanceof FrameParser.Parsed p ? p.element() : failed(element, frame);
    }

    private static Element failed(Element element, FrameParser.Frame frame) {
        throw new AssertionError(XmlWriter.toString(element) + ": " + frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain words only ",
                "a<b>c&d'e\"f=g?h\n\t\r ",
                "Grüße an Jürgen, ça va ",
                "\u043f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d? ",
                "x\ud83d\ude00y\ud800z\udc00 ",
                "\u0000\u001f\u007f\u0080\u00ff\u0100\ufffe\uffff "
            })
    void what_is_long_is_written_as_its_characters_are(String characters) {
        int[] points = ("word after word " + characters).codePoints().toArray();
        Random random = new Random(42);
        for (int length = 1; length < 200; length++) {
            StringBuilder text = new StringBuilder();
            StringBuilder one = new StringBuilder();
            for (int i = 0; i < length; i++) {
                String next = Character.toString(points[random.nextInt(points.length)]);
                if (text.isEmpty()
                        || !Character.isSurrogatePair(
                                text.charAt(text.length() - 1), next.charAt(0))) {
                    text.append(next);
                    one.append(content(next));
                }
            }
            assertThat(content(text.toString())).isEqualTo(one.toString());
            Element attribute =
                    Element.of("a", "jabber:client").attribute("b", text.toString()).build();
            assertThat(again(attribute).attribute("b"))
                    .isEqualTo(again(Element.text("a", "", text.toString())).text());
        }
    }

    private static String content(String text) {
        String written = inClientStream(Element.text("a", "jabber:client", text));
        return written.substring("<a>".length(), written.length() - "</a>".length());
    }

    @Test
    void the_streams_default_namespace_is_not_repeated() {
        Element e =
                Element.of("message", "jabber:client")
                        .attribute("to", "romeo@example.org")
                        .child("body", "hi")
                        .child(Element.empty("active", "urn:x"))
                        .build();
        assertThat(inClientStream(e))
                .isEqualTo(
                        "<message to='romeo@example.org'><body>hi</body><active"
                                + " xmlns='urn:x'/></message>");
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void an_unprefixed_child_of_a_prefixed_parent_keeps_the_namespace_around() {
        Element e =
                Element.prefixed("p", "x", "urn:p")
                        .child(Element.empty("y", "jabber:client"))
                        .child(Element.empty("z", ""))
                        .build();
        assertThat(inClientStream(e)).isEqualTo("<p:x xmlns:p='urn:p'><y/><z xmlns=''/></p:x>");
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void a_prefix_is_declared_once_and_again_where_it_changes() {
        Element e =
                Element.prefixed("p", "x", "urn:1")
                        .attribute(new Attribute("urn:1", "p", "a", "1"))
                        .attribute(new Attribute("urn:2", "q", "a", "2"))
                        .attribute(new Attribute("urn:2", "q", "b", "3"))
                        .child(Element.prefixed("p", "y", "urn:2").build())
                        .child(Element.prefixed("p", "z", "urn:1").build())
                        .build();
        assertThat(inClientStream(e))
                .isEqualTo(
                        "<p:x xmlns:p='urn:1' p:a='1' xmlns:q='urn:2' q:a='2' q:b='3'>"
                                + "<p:y xmlns:p='urn:2'/><p:z/></p:x>");
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void prefixes_that_contradict_each_other_are_replaced() {
        Element e =
                Element.prefixed("p", "x", "urn:1")
                        .attribute(new Attribute("urn:2", "p", "a", "1"))
                        .attribute(new Attribute("urn:3", "", "a", "2"))
                        .attribute(new Attribute("urn:4", "xmlns", "a", "3"))
                        .attribute(new Attribute("urn:5", "xml", "a", "4"))
                        .child(
                                Element.prefixed("xml", "y", "urn:6")
                                        .attribute(new Attribute("urn:2", "p", "a", "1"))
                                        .attribute(new Attribute("urn:7", "p", "a", "2"))
                                        .build())
                        .build();
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void a_prefix_used_from_around_is_not_taken_by_a_later_attribute() {
        Element e =
                Element.prefixed("p", "x", "urn:1")
                        .child(
                                Element.of("y", "")
                                        .attribute(new Attribute("urn:1", "p", "a", "1"))
                                        .attribute(new Attribute("urn:2", "p", "a", "2"))
                                        .build())
                        .build();
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void the_xml_prefix_needs_no_declaration() {
        Element e =
                Element.of("body", "jabber:client")
                        .lang("de")
                        .attribute(new Attribute(Element.XML_NAMESPACE, "", "space", "preserve"))
                        .child(Element.empty("odd", Element.XML_NAMESPACE))
                        .build();
        assertThat(inClientStream(e))
                .isEqualTo("<body xml:lang='de' xml:space='preserve'><xml:odd/></body>");
        assertThat(again(e)).isEqualTo(e);
    }

    @Test
    void a_prefix_of_the_stream_header_is_used_as_it_is() {
        Element features =
                Element.prefixed("stream", "features", "http://etherx.jabber.org/streams").build();
        XmlWriter writer = new XmlWriter().inScope("stream", "http://etherx.jabber.org/streams");
        writer.element(features, "jabber:client");
        writer.reset();
        writer.element(features, "jabber:client");
        assertThat(new String(writer.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<stream:features/>");
        assertThat(inClientStream(features)).contains("xmlns:stream=");
    }

    @Test
    void text_and_values_are_escaped_so_that_they_come_back() {
        String nasty = "<&>'\" ]]> \t\n\r\u0085 é 日本語 😀";
        Element e = Element.of("x", "").attribute("a", nasty).text(nasty).build();
        assertThat(again(e)).isEqualTo(e);
        assertThat(again(e).text()).isEqualTo(nasty);
        assertThat(again(e).attribute("a")).isEqualTo(nasty);
    }

    @Test
    void what_xml_cannot_carry_is_replaced() {
        Element e = Element.text("x", "", "a\u0000\u001B\uD800b\uDC00\uFFFE\uFFFFc");
        assertThat(again(e).text()).isEqualTo("a\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFDc");
    }

    @Test
    void equality_ignores_prefixes_and_the_order_of_attributes() {
        Element a =
                Element.prefixed("p", "x", "urn:1")
                        .attribute(new Attribute(Attribute.XMLNS, "xmlns", "p", "urn:1"))
                        .attribute("m", "1")
                        .attribute("n", "2")
                        .build();
        Element b = Element.of("x", "urn:1").attribute("n", "2").attribute("m", "1").build();
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
        assertThat(a).isNotEqualTo(b.withAttribute("m", "2"));
        assertThat(b).isNotEqualTo(b.withAttribute("o", "2"));
    }
}
