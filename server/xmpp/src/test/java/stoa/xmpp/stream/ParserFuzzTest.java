package stoa.xmpp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/**
 * The parser against the JDK's: what both accept must be the same tree, what one refuses the other
 * must refuse, however it is cut. A failure names its seed; {@code -Dstoa.fuzz.seed=} repeats it
 * and {@code -Dstoa.fuzz.seconds=} lengthens the run.
 */
class ParserFuzzTest {
    private static final byte[] RUDE =
            "<>&'\"/=:;!?[]-# \n\r\tax\0\u0001é😀\uFFFE".getBytes(StandardCharsets.UTF_8);
    private static final String[] RUDE_WORDS = {
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "&#",
        "&#x0;",
        "&e;",
        "xmlns",
        "xmlns:",
        "xml:",
        "</",
        "/>",
        "<a",
        "=''",
        " x='1'",
        "&lt",
        "<?xml version='1.0'?>",
        "\uFEFF",
        "xmlns=''"
    };

    private static final ParserLimits WIDE = new ParserLimits(1 << 20, 100, 100, 1000, 1000, 1000);

    private final JdkTree jdk = new JdkTree();
    private long seed;

    @Test
    void well_formed_documents_give_the_same_tree_as_the_jdk_and_survive_rewriting() {
        run(
                random -> {
                    String xml = new RandomXml(random).element(1 + random.nextInt(30));
                    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
                    Element expected = jdk.parse(bytes);
                    assertThat(expected).as("the generator made %s", xml).isNotNull();
                    assertThat(frame(bytes)).as(xml).isEqualTo(new FrameParser.Parsed(expected));

                    Recorded stream = new Recorded(WIDE);
                    byte[] all =
                            ("<s:stream xmlns:s='" + StreamError.STREAMS + "'> " + xml + "\n" + xml)
                                    .getBytes(StandardCharsets.UTF_8);
                    stream.feedFragments(all, 1 + random.nextInt(all.length), random);
                    assertThat(stream.error).as(xml).isNull();
                    assertThat(stream.elements).as(xml).containsExactly(expected, expected);

                    byte[] written = XmlWriter.toBytes(stream.elements.getFirst(), "urn:other");
                    String wrapped =
                            "<w xmlns='urn:other'>"
                                    + new String(written, StandardCharsets.UTF_8)
                                    + "</w>";
                    Element again = jdk.parse(wrapped.getBytes(StandardCharsets.UTF_8));
                    assertThat(again).as("%s was written as %s", xml, wrapped).isNotNull();
                    assertThat(again.firstChild()).as(xml).isEqualTo(expected);
                });
    }

    @Test
    void mutated_documents_are_judged_like_the_jdk_does_whole_or_in_fragments() {
        run(
                random -> {
                    byte[] bytes =
                            new RandomXml(random)
                                    .element(1 + random.nextInt(8))
                                    .getBytes(StandardCharsets.UTF_8);
                    for (int i = 1 + random.nextInt(3); i > 0; i--) {
                        bytes = mutate(bytes, random);
                    }
                    FrameParser.Frame frame = frame(bytes);
                    Element expected = jdk.parse(bytes);
                    String xml = new String(bytes, StandardCharsets.UTF_8);
                    switch (frame) {
                        case FrameParser.Parsed parsed ->
                                assertThat(parsed.element()).as(xml).isEqualTo(expected);
                        case FrameParser.Refused refused -> {
                            Condition why = refused.error().condition();
                            if (why != Condition.RESTRICTED_XML) {
                                assertThat(expected).as("%s is refused: %s", xml, why).isNull();
                            }
                        }
                    }
                    fragmentsAgree(bytes, xml, random);
                });
    }

    /**
     * A name that some parsers know and some do not would end the stream of whoever is sent it and
     * has one that does not.
     */
    @Test
    void names_are_made_of_what_every_parser_knows() {
        for (int c = 0x80; c <= 0x10FFFF; c += c < 0xFFFF ? 1 : 0x333) {
            if (c >= 0xD800 && c <= 0xDFFF) {
                continue;
            }
            for (String name : new String[] {Character.toString(c), "a" + Character.toString(c)}) {
                byte[] bytes = ("<" + name + "/>").getBytes(StandardCharsets.UTF_8);
                assertThat(frame(bytes) instanceof FrameParser.Parsed)
                        .as("U+%X in %s", c, name)
                        .isEqualTo(jdk.parse(bytes) != null);
            }
        }
    }

    /** The same verdict and the same elements, cut anyhow. */
    private static void fragmentsAgree(byte[] bytes, String xml, Random random) {
        byte[] open = Recorded.OPEN.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[open.length + bytes.length];
        System.arraycopy(open, 0, all, 0, open.length);
        System.arraycopy(bytes, 0, all, open.length, bytes.length);
        Recorded whole = new Recorded(WIDE);
        whole.parser.feed(all, 0, all.length);
        Recorded cut = new Recorded(WIDE);
        cut.feedFragments(all, 1 + random.nextInt(10), random);
        assertThat(cut.elements).as(xml).isEqualTo(whole.elements);
        assertThat(cut.closed).as(xml).isEqualTo(whole.closed);
        if (cut.error != null || whole.error == null) {
            assertThat(cut.condition()).as(xml).isEqualTo(whole.condition());
        }
    }

    @Test
    void noise_never_does_anything_but_fail() {
        run(
                random -> {
                    byte[] noise = new byte[random.nextInt(300)];
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] =
                                random.nextInt(4) == 0
                                        ? (byte) random.nextInt(256)
                                        : RUDE[random.nextInt(RUDE.length)];
                    }
                    fragmentsAgree(noise, "noise", random);
                    frame(noise);
                });
    }

    private static FrameParser.Frame frame(byte[] bytes) {
        return new FrameParser(WIDE).parse(bytes);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int cut = Math.min(bytes.length - at, random.nextInt(4));
        byte[] insert =
                switch (random.nextInt(4)) {
                    case 0 -> new byte[0];
                    case 1 -> new byte[] {(byte) random.nextInt(256)};
                    case 2 -> new byte[] {RUDE[random.nextInt(RUDE.length)]};
                    default ->
                            RUDE_WORDS[random.nextInt(RUDE_WORDS.length)].getBytes(
                                    StandardCharsets.UTF_8);
                };
        byte[] mutated = new byte[bytes.length - cut + insert.length];
        System.arraycopy(bytes, 0, mutated, 0, at);
        System.arraycopy(insert, 0, mutated, at, insert.length);
        System.arraycopy(bytes, at + cut, mutated, at + insert.length, bytes.length - at - cut);
        return mutated;
    }

    private interface Case {
        void check(Random random);
    }

    private void run(Case oneCase) {
        seed = Long.getLong("stoa.fuzz.seed", System.nanoTime());
        long until = System.nanoTime() + Long.getLong("stoa.fuzz.seconds", 1) * 1_000_000_000L;
        long cases = 0;
        while (cases == 0 || System.nanoTime() < until) {
            try {
                oneCase.check(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            seed++;
            cases++;
        }
        System.out.println("fuzz: " + cases + " cases, last seed " + (seed - 1));
    }
}
