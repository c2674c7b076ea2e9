package stoa.xmpp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.xml.Element;

/** What parsers hold, measured on the heap after collection. */
class ParserMemoryTest {
    private static final int PARSERS = 4000;
    private static final StreamListener DEAF =
            new StreamListener() {
                @Override
                public void streamOpened(StreamHeader header) {}

                @Override
                public void element(Element element) {}

                @Override
                public void streamClosed() {}

                @Override
                public void failed(StreamError error) {
                    throw new AssertionError(error);
                }
            };

    @Test
    void an_idle_parser_is_small_whatever_it_has_read() {
        String rich =
                "<message to='romeo@example.org' type='chat' id='1'><body>é "
                        + "x".repeat(20_000)
                        + "</body><odd xmlns='urn:odd' name='"
                        + "y".repeat(20_000)
                        + "'/></message>"
                        + "<a>".repeat(60)
                        + "</a>".repeat(60);
        long fresh = idleBytes("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
        long used = idleBytes(rich);
        System.out.println("idle parser: " + fresh + " bytes, after a large stanza: " + used);
        assertThat(fresh).isLessThan(1024);
        assertThat(used).isLessThan(1024);
    }

    @Test
    void names_seen_on_one_stream_cost_no_other_stream_anything() {
        idleBytes("<iq/>");
        long before = heap();
        for (int round = 0; round < 5; round++) {
            Recorded rude = Recorded.inStream("");
            StringBuilder odd = new StringBuilder();
            for (int i = 0; i < 4000; i++) {
                String name = "odd-name-" + round + "-" + i;
                odd.append('<').append(name).append(" xmlns='urn:").append(name).append("' a-");
                odd.append(name).append("='1'/>");
            }
            rude.feed(odd.toString());
            assertThat(rude.elements).hasSize(4000);
            if (round % 2 == 0) {
                rude.feed("</stream:stream>");
            }
        }
        long after = heap();
        long later = idleBytes("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
        System.out.println("20,000 odd names leave " + (after - before) + " bytes behind");
        assertThat(after - before).isLessThan(64 * 1024);
        assertThat(later).isLessThan(1024);
    }

    @Test
    void a_flood_of_bytes_is_never_held_beyond_the_limit() {
        byte[] open = (Recorded.OPEN + "<a b='").getBytes(StandardCharsets.UTF_8);
        byte[] piece = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
        Recorded r = new Recorded(ParserLimits.DEFAULTS);
        r.parser.feed(open, 0, open.length);
        long before = heap();
        int fed = 0;
        while (r.error == null && fed < 13_000_000) {
            r.parser.feed(piece, 0, piece.length);
            fed += piece.length;
        }
        assertThat(r.condition()).isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(fed).isLessThanOrEqualTo(ParserLimits.DEFAULTS.stanzaBytes() + piece.length);
        assertThat(heap() - before).isLessThan(2L * ParserLimits.DEFAULTS.stanzaBytes());
    }

    @Test
    void a_stanza_in_single_bytes_takes_time_in_proportion_to_its_length() {
        byte[] bytes =
                (Recorded.OPEN + "<a b='" + "x".repeat(250_000) + "'/>")
                        .getBytes(StandardCharsets.UTF_8);
        Recorded r = new Recorded(ParserLimits.DEFAULTS);
        // Not by the clock: a busy machine lets it wait, however little it has to do.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < bytes.length; i++) {
            r.parser.feed(bytes, i, 1);
        }
        assertThat(r.elements).hasSize(1);
        // Reading again from the start with each byte would be 30 billion steps.
        assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(5_000_000_000L);
    }

    private static long idleBytes(String stanza) {
        byte[] bytes = (Recorded.OPEN + stanza).getBytes(StandardCharsets.UTF_8);
        List<StreamParser> idle = new ArrayList<>(PARSERS);
        long before = heap();
        for (int i = 0; i < PARSERS; i++) {
            StreamParser parser = new StreamParser(ParserLimits.DEFAULTS, DEAF);
            int half = bytes.length / 2;
            parser.feed(bytes, 0, half);
            parser.feed(bytes, half, bytes.length - half);
            idle.add(parser);
        }
        long each = (heap() - before) / PARSERS;
        assertThat(idle).allMatch(StreamParser::atStanzaBoundary);
        return each;
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long last = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (now >= last) {
                return last;
            }
            last = now;
        }
    }
}
