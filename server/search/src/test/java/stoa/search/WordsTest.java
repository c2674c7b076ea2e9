package stoa.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.archive.ArchiveOwner;
import stoa.store.memory.MemoryStore;
import stoa.store.search.SearchText;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** What words, phrases, parts of words and special characters find. */
class WordsTest {
    @TempDir private Path directory;
    private final Talk talk = new Talk(new MemoryStore());

    @Test
    void all_words_must_be_there_in_any_order() throws Exception {
        long both = talk.says("the nurse went to the market");
        talk.says("the market is closed");
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, "market nurse")).containsExactly(both);
            assertThat(Talk.found(search, "market nurse closed")).isEmpty();
        }
    }

    @Test
    void a_phrase_is_there_as_it_stands_whatever_punctuation_is_between() throws Exception {
        long plain = talk.says("good night sweet prince");
        long marked = talk.says("Good, night! Sweet…");
        talk.says("night good");
        talk.says("goodxnight");
        talk.says("good fortnight");
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, "\"good night\"")).containsExactly(plain, marked);
            assertThat(Talk.found(search, "“good night” prince")).containsExactly(plain);
            assertThat(Talk.found(search, "\"night sweet\" \"good night\""))
                    .containsExactly(plain, marked);
        }
    }

    @Test
    void three_letters_are_found_anywhere_in_a_word_one_and_two_where_it_begins() throws Exception {
        long id = talk.says("wherefore art thou 2026");
        try (ArchiveSearch search = talk.search(directory)) {
            for (String part :
                    new String[] {
                        "wherefore", "ref", "fore", "efor", "w", "wh", "ar", "2026", "02", "026"
                    }) {
                assertThat(Talk.found(search, part))
                        .as(part)
                        .isEqualTo(part.equals("02") ? List.of() : List.of(id));
            }
            assertThat(Talk.found(search, "re")).isEmpty();
        }
    }

    @Test
    void special_characters_are_ordinary_text() throws Exception {
        long code = talk.says("a C++ bug in foo_bar(x) at 10.0.0.1:5222, 100% sure");
        long mail = talk.says("ask admin@example.org, see https://example.org/a?b=c#d");
        long words = talk.says("this AND that OR NOT those");
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, "c++")).containsExactly(code);
            assertThat(Talk.found(search, "foo_bar(x)")).containsExactly(code);
            assertThat(Talk.found(search, "10.0.0.1")).containsExactly(code);
            assertThat(Talk.found(search, "10.0.0.2")).isEmpty();
            assertThat(Talk.found(search, "100%")).containsExactly(code);
            assertThat(Talk.found(search, "admin@example.org")).containsExactly(mail);
            assertThat(Talk.found(search, "org/a?b=c#d")).containsExactly(mail);
            assertThat(Talk.found(search, "that NOT")).containsExactly(words);
            assertThat(Talk.found(search, "tho* this")).containsExactly(words);
            assertThat(Talk.found(search, "t?ose")).isEmpty();
            assertThat(Talk.found(search, "body:that")).isEmpty();
            assertThat(Talk.found(search, "-that")).containsExactly(words);
            assertThat(Talk.found(search, "\"that")).containsExactly(words);
            assertThat(Talk.found(search, "that~2 [a TO z] {x} /r/")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?!", "\"\"", "…", "- - -", "\"?\" *"})
    void of_what_is_punctuation_alone_nothing_is_found(String text) throws Exception {
        talk.says("?! …");
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, text)).isEmpty();
        }
    }

    @Test
    void no_phrase_reaches_from_one_language_into_the_next() throws Exception {
        talk.says("one");
        long id =
                talk.append(
                        Message.of(Message.Type.CHAT, Talk.LAPTOP, Talk.ROMEO, body("good"))
                                .with(body("Nacht")),
                        List.of(new ArchiveOwner(Talk.JULIET, Talk.ROMEO)));
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, "good nacht")).containsExactly(id);
            assertThat(Talk.found(search, "\"good nacht\"")).isEmpty();
        }
    }

    private static Element body(String text) {
        return Element.text("body", Stanza.CLIENT, text);
    }

    @Test
    void a_message_as_long_as_a_stanza_may_be_is_found_by_its_end() throws Exception {
        long id = talk.says("lorem ipsum dolor ".repeat(14_000) + "finis");
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, "finis")).containsExactly(id);
            assertThat(Talk.found(search, "\"dolor finis\"")).containsExactly(id);
        }
    }

    /** One character that stands for eighteen, as often as may be. */
    @Test
    void the_longest_text_there_is_can_be_looked_for() throws Exception {
        String longest = "\ufdfa".repeat(SearchText.MAX_CHARS);
        long id = talk.says(longest);
        talk.says("\ufdfa".repeat(SearchText.MAX_CHARS - 1));
        try (ArchiveSearch search = talk.search(directory)) {
            assertThat(Talk.found(search, longest)).containsExactly(id);
        }
    }

    @Test
    void the_limits_are_as_stated() {
        assertThat(SearchText.read("x".repeat(SearchText.MAX_CHARS)))
                .isInstanceOf(SearchText.Good.class);
        assertThat(SearchText.read("x".repeat(SearchText.MAX_CHARS + 1)))
                .isInstanceOf(SearchText.TooMuch.class);
        assertThat(SearchText.read("😀".repeat(SearchText.MAX_CHARS)))
                .isInstanceOf(SearchText.Good.class);
        assertThat(SearchText.read("w ".repeat(SearchText.MAX_WORDS)))
                .isInstanceOf(SearchText.Good.class);
        assertThat(SearchText.read("w ".repeat(SearchText.MAX_WORDS + 1)))
                .isInstanceOf(SearchText.TooMuch.class);
        assertThat(SearchText.read("\"" + "w ".repeat(SearchText.MAX_WORDS) + "\" x"))
                .isInstanceOf(SearchText.TooMuch.class);
        assertThat(SearchText.read(" \t\u3000")).isEqualTo(new SearchText.Good(Talk.words("")));
        assertThat(Talk.words("a\u3000\"b  c\"d „e f“").parts())
                .containsExactly("a", "b  c", "d", "e f");
    }
}
