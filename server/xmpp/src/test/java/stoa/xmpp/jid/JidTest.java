package stoa.xmpp.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {
    /**
     * RFC 7622 section 3.5, table 1; number 9 is written in lower case, which is its prepared form.
     */
    @ParameterizedTest
    @CsvSource({
        "juliet@example.com, juliet, example.com,",
        "juliet@example.com/foo, juliet, example.com, foo",
        "juliet@example.com/foo bar, juliet, example.com, foo bar",
        "juliet@example.com/foo@bar, juliet, example.com, foo@bar",
        "foo\\20bar@example.com, foo\\20bar, example.com,",
        "fussball@example.com, fussball, example.com,",
        "fu\u00DFball@example.com, fu\u00DFball, example.com,",
        "\u03C0@example.com, \u03C0, example.com,",
        "\u03C3@example.com/foo, \u03C3, example.com, foo",
        "\u03C2@example.com/foo, \u03C2, example.com, foo",
        "king@example.com/\u265A, king, example.com, \u265A",
        "example.com, , example.com,",
        "example.com/foobar, , example.com, foobar",
        "a.example.com/b@example.net, , a.example.com, b@example.net",
    })
    void the_valid_examples_of_rfc_7622(
            String address, String local, String domain, String resource) {
        Jid jid = Jid.parse(address);
        assertThat(jid.toString()).isEqualTo(address);
        assertThat(jid.local()).isEqualTo(local);
        assertThat(jid.domain()).isEqualTo(domain);
        assertThat(jid.resource()).isEqualTo(resource);
        assertThat(Jid.parse(address)).isEqualTo(jid).hasSameHashCodeAs(jid);
    }

    /** Table 2; number 18, a space before a resource, is wrong there (RFC errata 4560). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"juliet\"@example.com",
                "foo bar@example.com",
                "@example.com/",
                "henry\u2163@example.com",
                "\u265A@example.com",
                "juliet@",
                "/foobar",
                "",
                "@",
                "@example.com",
                "juliet@example.com/",
                "example.com/",
                "a@b@c",
                "a&b@example.com",
                "a'b@example.com",
                "a:b@example.com",
                "a<b@example.com",
                "a>b@example.com",
                "\uFF20a@example.com",
                "a\u0000@example.com",
                "a\uD800@example.com",
                "a@example.com/\u0007",
                "a@example.com/\uDC00",
                "a@exa mple.com",
                "a@exa_mple.com",
                "a@-example.com",
                "a@example-.com",
                "a@example..com",
                "a@.example.com",
                "a@.",
                "a@xn--a",
                "a@ab--cd.com",
                "a@\u265A\u200D.com",
                "a@[::1",
                "a@[::1%lo]",
                "a@[127.0.0.1]",
                "a@[]",
                "a@[example.com]",
                "a@::1"
            })
    void what_is_no_address_is_refused(String address) {
        assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> Jid.parse(address));
    }

    @Test
    void a_space_may_stand_before_a_resource() {
        assertThat(Jid.parse("juliet@example.com/ foo").resource()).isEqualTo(" foo");
    }

    @ParameterizedTest
    @CsvSource({
        "Juliet@EXAMPLE.org/Balcony, juliet@example.org/Balcony",
        "\u03A3@example.com/foo, \u03C3@example.com/foo",
        "J\u00DCRGEN@example.org, j\u00FCrgen@example.org",
        "cafe\u0301@example.org/cafe\u0301, caf\u00E9@example.org/caf\u00E9",
        "\uFF21\uFF22@example.org, ab@example.org",
        "a@example.org/b\u00A0c, a@example.org/b c",
        "a@example.org., a@example.org",
        "a@B\u00DCCHER.example, a@b\u00FCcher.example",
        "a@xn--bcher-kva.example, a@b\u00FCcher.example",
        "a@stra\u00DFe.example, a@stra\u00DFe.example",
        "a@\u4F8B\u3048.\u30C6\u30B9\u30C8, a@\u4F8B\u3048.\u30C6\u30B9\u30C8",
        "a@\u4F8B\u3002\u30C6\u30B9\u30C8\u3002, a@\u4F8B.\u30C6\u30B9\u30C8",
        "a@[2001:DB8::1], a@[2001:db8::1]",
        "a@127.0.0.1, a@127.0.0.1",
        "localhost, localhost",
    })
    void parts_are_prepared(String written, String prepared) {
        assertThat(Jid.parse(written).toString()).isEqualTo(prepared);
        assertThat(Jid.parse(written)).isEqualTo(Jid.parse(prepared));
    }

    @Test
    void a_part_has_at_most_1023_bytes() {
        String ascii = "a".repeat(1023);
        String wide = "\u00E9".repeat(511);
        for (String fits : new String[] {ascii, wide, "\u4F8B".repeat(341)}) {
            assertThat(Jid.parse(fits + "@example.org/" + fits).local()).isEqualTo(fits);
            refused(fits + "\u00E9@example.org");
            refused("a@example.org/" + fits + "\u00E9");
        }
        refused(ascii + "a@example.org");
        refused("a@example.org/" + ascii + "a");
        refused("a@example.org/" + "a".repeat(1_000_000));
        refused("a@example.org/" + "\u00E9".repeat(1_000_000));
        assertThat(Jid.parse("a".repeat(63) + ".org").toString()).hasSize(67);
        refused("a".repeat(64) + ".org");
        refused("\u00E9".repeat(60) + ".org");
        for (int n : new int[] {500, 1001, 1013, 2001, 4000}) {
            refused("\u00E9".repeat(n));
            refused("\uFDFA".repeat(n / 18)); // each becomes eighteen
            refused("\u00E9.xn--" + "a".repeat(n));
            refused("xn--" + "a".repeat(n) + "-9ya");
        }
        refused("a.".repeat(127) + "org");
    }

    private static void refused(String address) {
        assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> Jid.parse(address));
    }

    @Test
    void kinds_are_told_apart() {
        assertThat(FullJid.of("juliet@example.org/balcony").account())
                .isEqualTo(BareJid.of("juliet@example.org"))
                .isEqualTo(DomainJid.of("example.org").account("juliet"));
        assertThat(BareJid.of("juliet@example.org").withResource("balcony"))
                .isEqualTo(FullJid.of("juliet@example.org/balcony"));
        assertThat(Jid.parse("example.org/x").bare()).isEqualTo(DomainJid.of("example.org"));
        assertThatExceptionOfType(InvalidJidException.class)
                .isThrownBy(() -> BareJid.of("example.org"));
        assertThatExceptionOfType(InvalidJidException.class)
                .isThrownBy(() -> FullJid.of("juliet@example.org"));
        assertThatExceptionOfType(InvalidJidException.class)
                .isThrownBy(() -> DomainJid.of("juliet@example.org"));
        assertThatExceptionOfType(InvalidJidException.class)
                .isThrownBy(() -> BareJid.of("a@b", "example.org"));
    }

    /** Whatever is parsed is its own preparation; whatever is refused, is refused as such. */
    @Test
    void random_addresses_are_prepared_once_and_for_all() {
        long seed = Long.getLong("stoa.fuzz.seed", System.nanoTime());
        for (int i = 0; i < 20_000; i++, seed++) {
            Random random = new Random(seed);
            StringBuilder made = new StringBuilder();
            for (int k = random.nextInt(10); k >= 0; k--) {
                made.appendCodePoint(
                        switch (random.nextInt(8)) {
                            case 0 -> "@/.\\[]: -".charAt(random.nextInt(9));
                            case 1 -> random.nextInt(0x110000);
                            case 2, 3 -> 0xA0 + random.nextInt(0x600);
                            case 4 -> 0x1E00 + random.nextInt(0x300);
                            default -> 'A' + random.nextInt(58);
                        });
            }
            String address = made.toString();
            try {
                Jid jid = Jid.parse(address);
                assertThat(Jid.parse(jid.toString()).toString())
                        .as("seed %d", seed)
                        .isEqualTo(jid.toString());
                assertThat(jid.domain().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThanOrEqualTo(1023);
            } catch (InvalidJidException refused) {
                assertThat(refused).hasMessageContaining("part");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + address, e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "space cadet|space\\20cadet",
                "call me \"ishmael\"|call\\20me\\20\\22ishmael\\22",
                "at&t guy|at\\26t\\20guy",
                "d'artagnan|d\\27artagnan",
                "/.fanboy|\\2f.fanboy",
                "::foo::|\\3a\\3afoo\\3a\\3a",
                "<foo>|\\3cfoo\\3e",
                "user@host|user\\40host",
                "c:\\net|c\\3a\\net",
                "c:\\cool stuff|c\\3a\\cool\\20stuff",
                "c:\\5commas|c\\3a\\5c5commas",
                "\\3and\\2is\\5cool|\\5c3and\\2is\\5c5cool",
            })
    void names_are_escaped_as_in_xep_0106(String name, String localpart) {
        assertThat(JidEscaping.escape(name)).isEqualTo(localpart);
        assertThat(JidEscaping.unescape(localpart)).isEqualTo(name);
        assertThat(BareJid.of(localpart, "example.org").local()).isEqualTo(localpart);
    }

    @Test
    void no_localpart_begins_or_ends_with_an_escaped_space() {
        assertThat(JidEscaping.escape(" a b ")).isEqualTo("a\\20b");
        assertThat(JidEscaping.unescape("\\20a\\20b\\20")).isEqualTo("\\20a b\\20");
    }
}
