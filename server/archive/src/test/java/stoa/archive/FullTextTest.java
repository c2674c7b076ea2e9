package stoa.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.core.hook.Target;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.HistoryResponder;
import stoa.core.route.Router;
import stoa.core.session.Receipt;
import stoa.search.ArchiveSearch;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.memory.MemoryStore;
import stoa.store.search.MessageSearch;
import stoa.store.search.SearchResult;
import stoa.store.search.SearchText;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * XEP-0431 as an asker sees it: the form's field, alone and with the others, and what is refused.
 */
class FullTextTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final BareJid NURSE = BareJid.of("nurse@example.org");
    private static final FullJid LAPTOP = JULIET.withResource("laptop");
    private static final long START = Instant.parse("2026-01-01T10:00:00Z").toEpochMilli();

    @TempDir private Path directory;
    private final MemoryStore store = new MemoryStore();
    private final Sent sent = new Sent();
    private ArchiveSearch search;
    private History history;
    private final List<String> ids = new ArrayList<>();

    FullTextTest() {
        search = ArchiveSearch.start(store.archive(), Path.of("replaced-before-each"));
        history = history(search);
    }

    private History history(MessageSearch searches) {
        return new History(
                store.archive(),
                sent,
                session -> CompletableFuture.completedFuture(true),
                searches);
    }

    @BeforeEach
    void twelve_lines_a_minute_apart() throws Exception {
        search.close();
        search = ArchiveSearch.start(store.archive(), directory);
        history = history(search);
        for (int i = 0; i < 12; i++) {
            say(i % 2 == 0 ? ROMEO : NURSE, (i % 3 == 0 ? "moon " : "sun ") + i);
        }
    }

    @AfterEach
    void close() {
        search.close();
    }

    /** XEP-0313 section 4.1.1. */
    @Test
    void the_form_has_the_field_and_disco_says_so_where_there_is_a_search() {
        assertThat(form(history)).contains(Mam.FULL_TEXT);
        assertThat(history.describe().features(Target.ACCOUNT))
                .contains(HistoryResponder.FULL_TEXT);
        assertThat(history.describe().xeps()).anyMatch(xep -> xep.number() == 431);

        History without =
                new History(
                        store.archive(),
                        sent,
                        session -> CompletableFuture.completedFuture(true),
                        null);
        assertThat(form(without)).isNotEmpty().doesNotContain(Mam.FULL_TEXT);
        assertThat(without.describe().features(Target.ACCOUNT))
                .doesNotContain(HistoryResponder.FULL_TEXT);
        assertThat(without.describe().xeps()).noneMatch(xep -> xep.number() == 431);
        assertThat(error(ask(without, query(form(Mam.FULL_TEXT, "moon")))))
                .isEqualTo("feature-not-implemented");
    }

    @Test
    void words_find_lines_in_the_order_of_the_archive_with_index_and_count() {
        Element fin = fin(ask(query(form(Mam.FULL_TEXT, "moon"))));

        assertThat(sent.bodies).containsExactly("moon 0", "moon 3", "moon 6", "moon 9");
        assertThat(fin.attribute("complete")).isEqualTo("true");
        assertThat(set(fin, "first")).isEqualTo(ids.getFirst());
        assertThat(set(fin, "last")).isEqualTo(ids.get(9));
        assertThat(set(fin, "count")).isEqualTo("4");
    }

    @Test
    void words_go_with_the_other_fields() {
        ask(query(form(Mam.FULL_TEXT, "moon", Mam.WITH, ROMEO.toString())));
        assertThat(sent.take()).containsExactly("moon 0", "moon 6");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.WITH, ROMEO.withResource("pc").toString())));
        assertThat(sent.take()).containsExactly("moon 0", "moon 6");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.WITH, ROMEO.withResource("x").toString())));
        assertThat(sent.take()).isEmpty();

        ask(
                query(
                        form(
                                Mam.FULL_TEXT,
                                "moon",
                                Mam.START,
                                "2026-01-01T10:03:00Z",
                                Mam.END,
                                "2026-01-01T10:06:00Z")));
        assertThat(sent.take()).containsExactly("moon 3", "moon 6");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.AFTER_ID, ids.get(3))));
        assertThat(sent.take()).containsExactly("moon 6", "moon 9");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.BEFORE_ID, ids.get(3))));
        assertThat(sent.take()).containsExactly("moon 0");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.IDS, ids.get(9))));
        assertThat(sent.take()).containsExactly("moon 9");

        ask(query(form(Mam.FULL_TEXT, "moon", Mam.IDS, ids.get(1))));
        assertThat(sent.take()).isEmpty();
    }

    @Test
    void words_go_with_pages_in_both_directions() {
        Element words = form(Mam.FULL_TEXT, "sun");
        Element fin = fin(ask(query(words, rsm("max", "3"))));
        assertThat(sent.take()).containsExactly("sun 1", "sun 2", "sun 4");
        assertThat(fin.attribute("complete")).isNull();
        assertThat(set(fin, "count")).isEqualTo("8");
        assertThat(index(fin)).isEqualTo("0");

        fin = fin(ask(query(words, rsm("max", "3", "after", set(fin, "last")))));
        assertThat(sent.take()).containsExactly("sun 5", "sun 7", "sun 8");
        assertThat(index(fin)).isEqualTo("3");

        fin = fin(ask(query(words, rsm("max", "3", "after", set(fin, "last")))));
        assertThat(sent.take()).containsExactly("sun 10", "sun 11");
        assertThat(fin.attribute("complete")).isEqualTo("true");
        assertThat(index(fin)).isEqualTo("6");

        fin = fin(ask(query(words, rsm("max", "3", "before", ""))));
        assertThat(sent.take()).containsExactly("sun 8", "sun 10", "sun 11");
        assertThat(index(fin)).isEqualTo("5");
        assertThat(fin.attribute("complete")).isNull();

        fin =
                fin(
                        ask(
                                query(
                                        words,
                                        rsm("max", "6", "before", set(fin, "first")),
                                        Element.empty("flip-page", Mam.NS))));
        assertThat(sent.take()).containsExactly("sun 7", "sun 5", "sun 4", "sun 2", "sun 1");
        assertThat(index(fin)).isEqualTo("0");
        assertThat(fin.attribute("complete")).isEqualTo("true");

        fin = fin(ask(query(words, rsm("max", "0"))));
        assertThat(sent.take()).isEmpty();
        assertThat(set(fin, "count")).isEqualTo("8");

        // A page may begin at any message of the history, found or not.
        ask(query(words, rsm("max", "1", "after", ids.get(6))));
        assertThat(sent.take()).containsExactly("sun 7");
    }

    @Test
    void an_empty_text_looks_for_nothing() {
        ask(query(form(Mam.FULL_TEXT, "")));
        assertThat(sent.take()).hasSize(12);
        ask(query(form(Mam.FULL_TEXT, "  \t ")));
        assertThat(sent.take()).hasSize(12);
        ask(
                query(
                        DataForm.of(
                                        DataForm.Type.SUBMIT,
                                        Mam.NS,
                                        List.of(
                                                FormField.of(
                                                        FormField.Type.TEXT_SINGLE,
                                                        Mam.FULL_TEXT,
                                                        null)))
                                .toElement()));
        assertThat(sent.take()).hasSize(12);
    }

    @Test
    void a_history_older_than_its_owner_is_not_searched() {
        history.answer(
                        Iq.of(Iq.Type.SET, LAPTOP, JULIET, "1", query(form(Mam.FULL_TEXT, "moon"))),
                        JULIET,
                        Instant.ofEpochMilli(START + 6 * 60_000L))
                .toCompletableFuture()
                .join();
        assertThat(sent.take()).containsExactly("moon 6", "moon 9");
    }

    @Test
    void nobody_finds_what_is_in_others_histories() throws Exception {
        Iq answer =
                history.answer(
                                Iq.of(
                                        Iq.Type.SET,
                                        NURSE.withResource("home"),
                                        NURSE,
                                        "1",
                                        query(form(Mam.FULL_TEXT, "moon"))),
                                NURSE,
                                Instant.EPOCH)
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
        assertThat(set(fin(answer), "count")).isEqualTo("2");
        assertThat(sent.take()).containsExactly("moon 3", "moon 9");

        fin(ask(query(form(Mam.FULL_TEXT, "moon", Mam.WITH, "tybalt@example.org"))));
        assertThat(sent.take()).isEmpty();
    }

    @Test
    void bad_questions_get_the_error_the_specification_names() {
        String long257 = "x".repeat(SearchText.MAX_CHARS + 1);
        String words17 = String.join(" ", Collections.nCopies(SearchText.MAX_WORDS + 1, "w"));
        assertThat(error(ask(query(form(Mam.FULL_TEXT, long257))))).isEqualTo("policy-violation");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, words17))))).isEqualTo("policy-violation");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon", Mam.FULL_TEXT, "sun")))))
                .isEqualTo("bad-request");
        assertThat(error(ask(query(form("fulltext", "moon")))))
                .isEqualTo("feature-not-implemented");
        assertThat(error(ask(query(form("{urn:xmpp:fulltext:1}fulltext", "moon")))))
                .isEqualTo("feature-not-implemented");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon", Mam.WITH, "@")))))
                .isEqualTo("jid-malformed");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon", Mam.START, "noon")))))
                .isEqualTo("bad-request");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon", Mam.AFTER_ID, "12345")))))
                .isEqualTo("item-not-found");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon", Mam.IDS, "12345")))))
                .isEqualTo("item-not-found");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon"), rsm("after", "12345")))))
                .isEqualTo("item-not-found");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon"), rsm("max", "-1")))))
                .isEqualTo("bad-request");
        assertThat(error(ask(query(form(Mam.FULL_TEXT, "moon"), rsm("index", "2")))))
                .isEqualTo("feature-not-implemented");
        Element noFormType =
                Element.of("x", DataForm.NAMESPACE)
                        .attribute("type", "submit")
                        .child(
                                Element.of("field", DataForm.NAMESPACE)
                                        .attribute("var", Mam.FULL_TEXT)
                                        .child("value", "moon")
                                        .build())
                        .build();
        assertThat(error(ask(query(noFormType)))).isEqualTo("bad-request");
        assertThat(sent.take()).isEmpty();
    }

    @Test
    void a_page_larger_than_any_is_the_largest() {
        fin(ask(query(form(Mam.FULL_TEXT, "moon"), rsm("max", "2147483648"))));
        assertThat(sent.take()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(SearchResult.Reason.class)
    void what_cannot_be_answered_now_says_so(SearchResult.Reason reason) {
        History busy =
                history(
                        (query, text) ->
                                CompletableFuture.completedStage(new SearchResult.NotNow(reason)));
        Iq answer = ask(busy, query(form(Mam.FULL_TEXT, "moon")));
        assertThat(error(answer))
                .isEqualTo(
                        reason == SearchResult.Reason.FAILED
                                ? "internal-server-error"
                                : "resource-constraint");
        assertThat(sent.take()).isEmpty();
    }

    private void say(BareJid peer, String body) throws Exception {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(START + ids.size() * 60_000L) + 1);
        Message message =
                Message.of(
                        Message.Type.CHAT, peer, JULIET, Element.text("body", Stanza.CLIENT, body));
        store.commit(
                List.of(
                        new ArchiveAppend(
                                slot,
                                peer.withResource("pc"),
                                JULIET,
                                Message.Type.CHAT,
                                null,
                                List.of(
                                        new ArchiveOwner(JULIET, peer),
                                        new ArchiveOwner(peer, JULIET)),
                                StoredXml.write(message.toElement()),
                                true)));
        ids.add(slot.toString());
    }

    private Iq ask(Element query) {
        return ask(history, query);
    }

    private static Iq ask(History asked, Element query) {
        return asked.answer(Iq.of(Iq.Type.SET, LAPTOP, JULIET, "1", query), JULIET, Instant.EPOCH)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static List<String> form(History asked) {
        Iq answer =
                asked.answer(
                                Iq.of(
                                        Iq.Type.GET,
                                        LAPTOP,
                                        JULIET,
                                        "1",
                                        Element.empty("query", Mam.NS)),
                                JULIET,
                                Instant.EPOCH)
                        .toCompletableFuture()
                        .join();
        DataForm form =
                Objects.requireNonNull(DataForm.in(Objects.requireNonNull(answer.payload())));
        return form.fields().stream().flatMap(field -> Stream.ofNullable(field.name())).toList();
    }

    private static Element query(Element... children) {
        return Element.of("query", Mam.NS).children(List.of(children)).build();
    }

    private static Element rsm(String... namesAndValues) {
        Element.Builder set = Element.of("set", PageRequest.NAMESPACE);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            set.child(namesAndValues[i], namesAndValues[i + 1]);
        }
        return set.build();
    }

    /** The same name again is one more value. */
    private static Element form(String... namesAndValues) {
        List<FormField> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = namesAndValues[i];
            if (fields.stream().anyMatch(field -> name.equals(field.name()))) {
                continue;
            }
            List<String> values = new ArrayList<>();
            for (int k = i; k < namesAndValues.length; k += 2) {
                if (namesAndValues[k].equals(name)) {
                    values.add(namesAndValues[k + 1]);
                }
            }
            fields.add(
                    FormField.of(
                            FormField.Type.TEXT_MULTI, name, null, values.toArray(String[]::new)));
        }
        return DataForm.of(DataForm.Type.SUBMIT, Mam.NS, fields).toElement();
    }

    private static Element fin(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    private static String set(Element fin, String name) {
        Element set = Objects.requireNonNull(fin.child("set", PageRequest.NAMESPACE));
        return Objects.requireNonNull(set.childText(name));
    }

    private static String index(Element fin) {
        Element set = Objects.requireNonNull(fin.child("set", PageRequest.NAMESPACE));
        Element first = Objects.requireNonNull(set.child("first", PageRequest.NAMESPACE));
        return Objects.requireNonNull(first.attribute("index"));
    }

    private static String error(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        return Objects.requireNonNull(Objects.requireNonNull(answer.payload()).firstChild()).name();
    }

    /** A router that keeps the bodies of what was sent. */
    private static final class Sent implements Router {
        final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

        List<String> take() {
            List<String> taken = List.copyOf(bodies);
            bodies.clear();
            return taken;
        }

        @Override
        public void route(Stanza stanza, Receipt receipt) {
            throw new AssertionError("results are sent, not routed");
        }

        @Override
        public void send(EncodedStanza stanza, Jid from, FullJid to) {
            String text =
                    new String(
                            stanza.toFrame(EncodedStanza.address(to.toString())),
                            java.nio.charset.StandardCharsets.UTF_8);
            bodies.add(text.substring(text.indexOf("<body>") + 6, text.indexOf("</body>")));
        }
    }
}
