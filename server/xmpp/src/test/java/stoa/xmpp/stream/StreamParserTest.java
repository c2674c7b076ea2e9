package stoa.xmpp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;

class StreamParserTest {
    private static final ParserLimits SMALL = new ParserLimits(1000, 5, 4, 3, 20, 40);

    @Test
    void the_header_is_heard_with_its_attributes_and_declarations() {
        Recorded r =
                Recorded.of(
                        "<?xml version=\"1.0\" encoding='utf-8' ?>\n<s:stream to='example.org'"
                                + " from=\"juliet@example.org\" version='1.0' xml:lang='de'"
                                + " id='x' xmlns='jabber:client' xmlns:e='urn:extra'"
                                + " xmlns:s='http://etherx.jabber.org/streams' e:a='1'>");
        StreamHeader header = r.header;
        assertThat(r.error).isNull();
        assertThat(header).isNotNull();
        assertThat(header.prefix()).isEqualTo("s");
        assertThat(header.to()).isEqualTo("example.org");
        assertThat(header.from()).isEqualTo("juliet@example.org");
        assertThat(header.version()).isEqualTo("1.0");
        assertThat(header.id()).isEqualTo("x");
        assertThat(header.lang()).isEqualTo("de");
        assertThat(header.contentNamespace()).isEqualTo("jabber:client");
        assertThat(header.namespaces()).hasSize(3).containsEntry("e", "urn:extra");
        assertThat(header.attributes()).contains(new Attribute("urn:extra", "e", "a", "1"));
    }

    @Test
    void elements_come_one_by_one_and_white_space_between_them_is_nothing() {
        Recorded r = Recorded.inStream("  \n<a/>\n \t<b x='1'>t</b> <c><d/></c>");
        assertThat(r.error).isNull();
        assertThat(r.elements)
                .containsExactly(
                        Element.empty("a", "jabber:client"),
                        Element.of("b", "jabber:client").attribute("x", "1").text("t").build(),
                        Element.of("c", "jabber:client").child("d").build());
    }

    @Test
    void prefixes_of_the_header_hold_in_the_stanzas() {
        Recorded r =
                Recorded.of(
                        "<stream:stream xmlns='jabber:client' xmlns:e='urn:e'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'>"
                                + "<iq e:id='1'><e:x/><y xmlns:e='urn:other'><e:z/></y><e:x/></iq>");
        assertThat(r.element().toString())
                .isEqualTo(
                        "<iq xmlns='jabber:client' xmlns:e='urn:e' e:id='1'><e:x/>"
                                + "<y xmlns:e='urn:other'><e:z/></y><e:x/></iq>");
    }

    @Test
    void declarations_that_only_text_may_use_are_kept() {
        Element e = Recorded.inStream("<iq><x xmlns:p='urn:p' type='p:q'>p:r</x></iq>").element();
        assertThat(e.toString()).contains("<x xmlns:p='urn:p' type='p:q'>p:r</x>");
        assertThat(e).isEqualTo(Recorded.inStream("<iq><x type='p:q'>p:r</x></iq>").element());
    }

    @Test
    void text_and_cdata_become_one_text() {
        Element e = Recorded.inStream("<b>a<![CDATA[<&>]]>&lt;&#x41;\r\n\r]]</b>").element();
        assertThat(e.children()).hasSize(1);
        assertThat(e.text()).isEqualTo("a<&><A\n\n]]");
    }

    @Test
    void the_end_of_the_stream_is_heard_and_nothing_behind_it() {
        Recorded r = Recorded.inStream("<a/>");
        assertThat(r.feed("</stream:stream ><b/>")).isEqualTo("</stream:stream >".length());
        assertThat(r.closed).isTrue();
        assertThat(r.parser.isDone()).isTrue();
        assertThat(r.elements).hasSize(1);
        assertThat(r.feed("<c/>")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<!DOCTYPE a>|RESTRICTED_XML",
                "<a><!-- b --></a>|RESTRICTED_XML",
                "<!-- b -->|RESTRICTED_XML",
                "<!ENTITY a 'b'>|RESTRICTED_XML",
                "<?php a?>|RESTRICTED_XML",
                "<?xml-stylesheet a='b'?>|RESTRICTED_XML",
                "<a>&nbsp;</a>|RESTRICTED_XML",
                "<a b='&nbsp;'/>|RESTRICTED_XML",
                "<?xml version='1.0'?>|NOT_WELL_FORMED",
                "<a><?xml version='1.0'?></a>|NOT_WELL_FORMED",
                "text|BAD_FORMAT",
                "<![CDATA[text]]>|BAD_FORMAT",
                "<a></b>|NOT_WELL_FORMED",
                "</a>|NOT_WELL_FORMED",
                "<a b='1' b='2'/>|NOT_WELL_FORMED",
                "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>|NOT_WELL_FORMED",
                "<a b=1/>|NOT_WELL_FORMED",
                "<a b/>|NOT_WELL_FORMED",
                "<a b='1'c='2'/>|NOT_WELL_FORMED",
                "<a b='<'/>|NOT_WELL_FORMED",
                "<a>]]></a>|NOT_WELL_FORMED",
                "<a>&#0;</a>|NOT_WELL_FORMED",
                "<a>&#xD800;</a>|NOT_WELL_FORMED",
                "<a>&#99999999999;</a>|NOT_WELL_FORMED",
                "<a>& b</a>|NOT_WELL_FORMED",
                "<p:a/>|NOT_WELL_FORMED",
                "<a p:b='1'/>|NOT_WELL_FORMED",
                "<a xmlns:p=''/>|NOT_WELL_FORMED",
                "<a xmlns:xml='urn:x'/>|NOT_WELL_FORMED",
                "<a xmlns:xmlns='urn:x'/>|NOT_WELL_FORMED",
                "<xmlns:a/>|NOT_WELL_FORMED",
                "<a:b:c/>|NOT_WELL_FORMED",
                "< a/>|NOT_WELL_FORMED",
                "<1a/>|NOT_WELL_FORMED",
            })
    void what_xmpp_does_not_allow_is_refused_by_name(String xml, Condition condition) {
        Recorded r = Recorded.inStream(xml);
        assertThat(r.condition()).isEqualTo(condition);
        assertThat(r.parser.isDone()).isTrue();
        assertThat(r.feed("<a/>")).isZero();
        assertThat(r.elements).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<stream xmlns='jabber:client'>|INVALID_NAMESPACE",
                "<s:flow xmlns:s='http://etherx.jabber.org/streams'>|BAD_FORMAT",
                "<stream:stream>|NOT_WELL_FORMED",
                "GET / HTTP/1.1|NOT_WELL_FORMED",
                "\uFEFF<a/>|NOT_WELL_FORMED",
                " <?xml version='1.0'?>|NOT_WELL_FORMED",
                "<?xml encoding='UTF-8'?>|NOT_WELL_FORMED",
                "<?xml version='1.1'?>|NOT_WELL_FORMED",
                "<?xml version='1.0' encoding='ISO-8859-1'?>|UNSUPPORTED_ENCODING",
                "<?xml version='1.0' encoding='UTF-16'?>|UNSUPPORTED_ENCODING",
                "<!DOCTYPE a [<!ENTITY b 'c'>]>|RESTRICTED_XML",
            })
    void a_bad_beginning_is_refused(String xml, Condition condition) {
        // A comma-separated source strips leading white space, which one of these is about.
        String exact = xml.startsWith("<?xml version='1.0'?>") ? " " + xml : xml;
        Recorded r = Recorded.of(exact);
        assertThat(r.condition()).isEqualTo(condition);
        assertThat(r.header).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0 80",
                "C1 BF",
                "E0 80 80",
                "ED A0 80",
                "F0 80 80 80",
                "F4 90 80 80",
                "F5 80 80 80",
                "80",
                "FF",
                "FE",
                "C3 28",
                "E2 82 28",
                "C3"
            })
    void bytes_that_are_not_utf8_are_refused(String hex) {
        for (String around : List.of("<a>%</a>", "<a b='%'/>", "<a%/>", "<%a/>")) {
            Recorded r = Recorded.inStream(around.substring(0, around.indexOf('%')));
            for (String pair : hex.split(" ", -1)) {
                r.parser.feed(new byte[] {(byte) Integer.parseInt(pair, 16)}, 0, 1);
            }
            r.feed(around.substring(around.indexOf('%') + 1));
            assertThat(r.condition()).as(around).isEqualTo(Condition.UNSUPPORTED_ENCODING);
        }
    }

    @Test
    void utf16_is_an_unsupported_encoding() {
        byte[] utf16 = "<?xml version='1.0'?>".getBytes(StandardCharsets.UTF_16);
        Recorded r = new Recorded(ParserLimits.DEFAULTS);
        r.parser.feed(utf16, 0, utf16.length);
        assertThat(r.condition()).isEqualTo(Condition.UNSUPPORTED_ENCODING);
    }

    @Test
    void a_stanza_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
        String fits = "<a>" + "x".repeat(SMALL.stanzaBytes() - 7) + "</a>";
        Recorded r = Recorded.of(SMALL, Recorded.OPEN + fits + "  " + fits);
        assertThat(r.error).isNull();
        assertThat(r.elements).hasSize(2);
        r.feed("<a>x" + fits.substring(3));
        assertThat(r.condition()).isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(r.elements).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a b='", "<a>", "<a", "<a><![CDATA[", "<a b='1' ", "<a>&#", "<a></a"})
    void what_is_too_long_is_refused_when_the_limit_is_passed(String start) {
        for (int piece : new int[] {1, 7, 999, 100_000}) {
            Recorded r = Recorded.of(SMALL, Recorded.OPEN);
            int fed = r.feed(start);
            String more = (start.equals("<a b='1' ") ? " " : "0").repeat(piece);
            while (r.error == null && fed < 200_000) {
                fed += more.length();
                r.feed(more);
            }
            assertThat(r.condition()).isEqualTo(Condition.POLICY_VIOLATION);
            assertThat(fed).isLessThanOrEqualTo(SMALL.stanzaBytes() + piece);
        }
    }

    @Test
    void a_header_has_the_same_limit() {
        Recorded r = new Recorded(SMALL);
        r.feed("<stream:stream a='");
        r.feed("x".repeat(SMALL.stanzaBytes()));
        assertThat(r.condition()).isEqualTo(Condition.POLICY_VIOLATION);
    }

    @Test
    void depth_attributes_declarations_and_names_have_limits() {
        refused("<a>".repeat(6), "<a>".repeat(5) + "</a>".repeat(5));
        refused("<a b='' c='' d='' e='' f=''/>", "<a b='' c='' d='' e=''/>");
        refused(
                "<a xmlns:b='1' xmlns:c='1' xmlns:d='1' xmlns:e='1'/>",
                "<a xmlns:b='1' xmlns:c='1' xmlns:d='1'/>");
        refused(
                "<a xmlns='1'><a xmlns='2'><a xmlns='3'><a xmlns='4'/></a></a></a>",
                "<a xmlns='1'><a xmlns='2'><a xmlns='3'/></a><b xmlns='2'/></a>");
        refused("<" + "a".repeat(21) + "/>", "<" + "a".repeat(20) + "/>");
        refused("<a " + "b".repeat(21) + "=''/>", "<a " + "b".repeat(20) + "=''/>");
        refused("<" + "é".repeat(11) + "/>", "<" + "é".repeat(10) + "/>");
        refused("<a xmlns='" + "u".repeat(41) + "'/>", "<a xmlns='" + "u".repeat(40) + "'/>");
        refused("<a xmlns:b='" + "u".repeat(41) + "'/>", "<a xmlns:b='" + "u".repeat(40) + "'/>");
    }

    private static void refused(String tooMuch, String justEnough) {
        assertThat(Recorded.of(SMALL, Recorded.OPEN + justEnough).elements).hasSize(1);
        assertThat(Recorded.of(SMALL, Recorded.OPEN + tooMuch).condition())
                .isEqualTo(Condition.POLICY_VIOLATION);
    }

    @Test
    void limits_change_at_a_stanza_boundary() {
        Recorded r = Recorded.of(SMALL, Recorded.OPEN + "<a/>");
        assertThat(r.parser.atStanzaBoundary()).isTrue();
        r.parser.limits(ParserLimits.DEFAULTS);
        r.feed("<a>" + "x".repeat(100_000));
        assertThat(r.parser.atStanzaBoundary()).isFalse();
        r.feed("</a>");
        assertThat(r.error).isNull();
        assertThat(r.elements).hasSize(2);
    }

    @Test
    void bytes_behind_the_element_that_stops_the_parser_are_left() {
        List<Element> heard = new ArrayList<>();
        StreamParser[] parser = new StreamParser[1];
        parser[0] =
                new StreamParser(
                        ParserLimits.DEFAULTS,
                        new StreamListener() {
                            @Override
                            public void streamOpened(StreamHeader header) {}

                            @Override
                            public void element(Element element) {
                                heard.add(element);
                                parser[0].stop();
                            }

                            @Override
                            public void streamClosed() {}

                            @Override
                            public void failed(StreamError error) {
                                throw new AssertionError(error);
                            }
                        });
        String start = Recorded.OPEN + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
        byte[] bytes = (start + "<iq id='injected'/>").getBytes(StandardCharsets.UTF_8);
        assertThat(parser[0].feed(bytes, 0, bytes.length)).isEqualTo(start.length());
        assertThat(parser[0].isDone()).isTrue();
        assertThat(heard).hasSize(1);
    }

    @Test
    void buffers_are_read_and_moved() {
        byte[] bytes =
                (Recorded.OPEN + "<a/></stream:stream>rest").getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (ByteBuffer buffer : List.of(ByteBuffer.wrap(bytes), direct)) {
            Recorded r = new Recorded(ParserLimits.DEFAULTS);
            assertThat(r.parser.feed(buffer)).isEqualTo(bytes.length - 4);
            assertThat(buffer.remaining()).isEqualTo(4);
            assertThat(r.elements).hasSize(1);
            assertThat(r.closed).isTrue();
        }
    }

    @Test
    void frames_are_single_elements_with_their_own_declarations() {
        FrameParser frames = new FrameParser(SMALL);
        assertThat(parse(frames, "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='a'/>"))
                .isInstanceOf(FrameParser.Parsed.class);
        assertThat(parse(frames, "<message xmlns='jabber:client'><body>x</body></message>"))
                .isInstanceOf(FrameParser.Parsed.class);
        refused(frames, "", Condition.NOT_WELL_FORMED);
        refused(frames, "<a>", Condition.NOT_WELL_FORMED);
        refused(frames, "<a/><b/>", Condition.NOT_WELL_FORMED);
        refused(frames, "<a/>b", Condition.NOT_WELL_FORMED);
        refused(frames, "<a/><", Condition.NOT_WELL_FORMED);
        refused(frames, "<stream:features/>", Condition.NOT_WELL_FORMED);
        refused(frames, "<a b='" + "x".repeat(1000) + "'/>", Condition.POLICY_VIOLATION);
        refused(frames, "<!DOCTYPE a><a/>", Condition.RESTRICTED_XML);
    }

    private static void refused(FrameParser frames, String xml, Condition condition) {
        assertThat(parse(frames, xml))
                .isInstanceOfSatisfying(
                        FrameParser.Refused.class,
                        r -> assertThat(r.error().condition()).isEqualTo(condition));
    }

    private static FrameParser.Frame parse(FrameParser frames, String xml) {
        return frames.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_error_is_an_element() {
        assertThat(Condition.POLICY_VIOLATION.error("too long").toElement().toString())
                .isEqualTo(
                        "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
                                + "<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>too long"
                                + "</text></stream:error>");
    }
}
