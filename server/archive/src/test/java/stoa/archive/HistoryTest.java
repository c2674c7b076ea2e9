package stoa.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Hooks;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.Router;
import stoa.core.route.Services;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.memory.MemoryStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * XEP-0313 as an asker sees it: what is sent, in which order, and which error a bad question gets.
 */
class HistoryTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final BareJid NURSE = BareJid.of("nurse@example.org");
    private static final FullJid LAPTOP = JULIET.withResource("laptop");
    private static final long START = Instant.parse("2026-01-01T10:00:00Z").toEpochMilli();

    private final MemoryStore store = new MemoryStore();
    private final Sent sent = new Sent();
    private final List<Session> readers = new ArrayList<>();
    private final History history =
            new History(
                    store.archive(),
                    sent,
                    session -> {
                        readers.add(session);
                        return CompletableFuture.completedFuture(true);
                    },
                    null);
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void ten_lines_a_minute_apart() throws Exception {
        for (int i = 0; i < 10; i++) {
            say(i % 2 == 0 ? ROMEO : NURSE, "line " + i, START + i * 60_000L);
        }
    }

    /** A room's archive begins with the room, whatever was at its address before. */
    @Test
    void what_is_older_than_the_owner_is_not_shown() {
        Instant since = Instant.ofEpochMilli(START + 7 * 60_000L);

        join(history.answer(Iq.of(Iq.Type.SET, LAPTOP, JULIET, "1", query()), JULIET, since));
        assertThat(sent.bodies).containsExactly("line 7", "line 8", "line 9");
        Iq metadata =
                join(
                        history.answer(
                                Iq.of(
                                        Iq.Type.GET,
                                        LAPTOP,
                                        JULIET,
                                        "1",
                                        Element.empty("metadata", Mam.NS)),
                                JULIET,
                                since));
        assertThat(metadata.toElement().toString())
                .contains("<start id='" + ids.get(7), "<end id='" + ids.get(9));
    }

    @Test
    void without_a_page_the_oldest_come_first_with_ids_stamps_and_the_stored_stanza() {
        Iq answer = ask(query());

        assertThat(sent.bodies)
                .containsExactly(
                        "line 0", "line 1", "line 2", "line 3", "line 4", "line 5", "line 6",
                        "line 7", "line 8", "line 9");
        assertThat(sent.xml.getFirst())
                .startsWith(
                        "<message xmlns='jabber:client' to='juliet@example.org/laptop' from='juliet@example.org'><result xmlns='urn:xmpp:mam:2' queryid='q1' id='"
                                + ids.getFirst()
                                + "'>")
                .contains(
                        "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T10:00:00Z'/><message xmlns='jabber:client'");
        Element fin = fin(answer);
        assertThat(fin.attribute("complete")).isEqualTo("true");
        assertThat(set(fin, "first")).isEqualTo(ids.getFirst());
        assertThat(set(fin, "last")).isEqualTo(ids.getLast());
        assertThat(set(fin, "count")).isEqualTo("10");
    }

    @Test
    void the_last_page_comes_with_an_empty_before() {
        Element fin = fin(ask(query(rsm("max", "3", "before", ""))));

        assertThat(sent.bodies).containsExactly("line 7", "line 8", "line 9");
        assertThat(fin.attribute("complete")).isNull();
        sent.clear();
        ask(query(rsm("max", "3", "before", set(fin, "first"))));
        assertThat(sent.bodies).containsExactly("line 4", "line 5", "line 6");
    }

    @Test
    void pages_forward_follow_each_other_without_gap_and_the_last_is_complete() {
        String after = null;
        List<String> all = new ArrayList<>();
        Element fin;
        do {
            fin =
                    fin(
                            ask(
                                    query(
                                            after == null
                                                    ? rsm("max", "4")
                                                    : rsm("max", "4", "after", after))));
            after = set(fin, "last");
        } while (fin.attribute("complete") == null);
        all.addAll(sent.bodies);
        assertThat(all).hasSize(10).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_flipped_page_is_the_same_page_newest_first() {
        Element fin =
                fin(ask(query(rsm("max", "3", "before", ""), Element.empty("flip-page", Mam.NS))));

        assertThat(sent.bodies).containsExactly("line 9", "line 8", "line 7");
        assertThat(set(fin, "first")).isEqualTo(ids.get(7));
    }

    @Test
    void fields_narrow_the_history() {
        ask(query(form("with", "nurse@example.org")));
        assertThat(sent.bodies).containsExactly("line 1", "line 3", "line 5", "line 7", "line 9");
        sent.clear();
        ask(query(form("start", "2026-01-01T10:02:00Z", "end", "2026-01-01T11:04:00+01:00")));
        assertThat(sent.bodies).containsExactly("line 2", "line 3", "line 4");
        sent.clear();
        ask(query(form("after-id", ids.get(2), "before-id", ids.get(5))));
        assertThat(sent.bodies).containsExactly("line 3", "line 4");
        sent.clear();
        ask(query(form("ids", ids.get(8), "ids", ids.get(1))));
        assertThat(sent.bodies).containsExactly("line 1", "line 8");
    }

    @Test
    void max_0_only_counts() {
        Element fin = fin(ask(query(rsm("max", "0"))));

        assertThat(sent.bodies).isEmpty();
        assertThat(set(fin, "count")).isEqualTo("10");
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(error(ask(query(rsm("after", "12345"))))).isEqualTo("item-not-found");
        assertThat(error(ask(query(rsm("after", "no number"))))).isEqualTo("item-not-found");
        assertThat(error(ask(query(form("after-id", "12345"))))).isEqualTo("item-not-found");
        assertThat(error(ask(query(form("ids", "-1"))))).isEqualTo("item-not-found");
    }

    @Test
    void bad_questions_get_the_error_the_standard_names() {
        assertThat(error(ask(query(form("start", "yesterday"))))).isEqualTo("bad-request");
        assertThat(error(ask(query(form("with", "@@"))))).isEqualTo("jid-malformed");
        assertThat(error(ask(query(form("colour", "red"))))).isEqualTo("feature-not-implemented");
        assertThat(error(ask(query(rsm("max", "-1"))))).isEqualTo("bad-request");
        assertThat(error(ask(query(rsm("before", "", "after", ids.getFirst())))))
                .isEqualTo("bad-request");
        Element untyped =
                new DataForm(
                                DataForm.Type.SUBMIT,
                                null,
                                null,
                                List.of(FormField.text("with", null, "x@y")))
                        .toElement();
        assertThat(error(ask(query(untyped)))).isEqualTo("bad-request");
        assertThat(sent.bodies).isEmpty();
    }

    @Test
    void a_huge_page_size_is_ours() {
        assertThat(fin(ask(query(rsm("max", "2147483648")))).attribute("complete"))
                .isEqualTo("true");
    }

    @Test
    void a_get_is_answered_with_the_form() {
        Iq answer =
                join(
                        history.answer(
                                Iq.of(Iq.Type.GET, LAPTOP, JULIET, "1", query()),
                                JULIET,
                                Instant.EPOCH));

        Element payload = Objects.requireNonNull(answer.payload());
        DataForm form = Objects.requireNonNull(DataForm.in(payload));
        assertThat(form.fields())
                .extracting(FormField::name)
                .contains("with", "start", "end", "before-id", "after-id", "ids");
        Element x = Objects.requireNonNull(payload.child("x", DataForm.NAMESPACE));
        assertThat(x.elements())
                .filteredOn(field -> "ids".equals(field.attribute("var")))
                .allSatisfy(field -> assertThat(field.elements()).containsExactly(FormField.open()))
                .hasSize(1);
    }

    /** XEP-0386 section 3.2. */
    @Test
    void who_binds_by_bind_2_is_told_both_ends_and_reads_from_then_on() {
        Hooks hooks = new Hooks(new Services());
        history.install(hooks);
        Session session = new Nobody(LAPTOP);
        Element told =
                hooks.eachBind2()
                        .getFirst()
                        .bound(session, Element.empty("bind", "urn:xmpp:bind:0"))
                        .toCompletableFuture()
                        .join()
                        .orElseThrow();
        assertThat(told.is("metadata", Mam.NS)).isTrue();
        assertThat(Objects.requireNonNull(told.child("end", Mam.NS)).attribute("id"))
                .isEqualTo(ids.getLast());
        assertThat(readers).containsExactly(session);
    }

    /** A session to which nothing can be said. */
    private record Nobody(FullJid address) implements Session {
        @Override
        public long number() {
            return 1;
        }

        @Override
        public void send(Stanza stanza) {
            throw new AssertionError(stanza);
        }

        @Override
        public void send(EncodedStanza stanza, Jid to) {
            throw new AssertionError(stanza);
        }

        @Override
        public void send(EncodedStanza message, Jid to, long archiveId) {
            throw new AssertionError(message);
        }

        @Override
        public void end(String streamErrorCondition, String text) {
            throw new AssertionError(text);
        }
    }

    @Test
    void metadata_tells_both_ends() {
        Iq answer =
                join(
                        history.answer(
                                Iq.of(
                                        Iq.Type.GET,
                                        LAPTOP,
                                        JULIET,
                                        "1",
                                        Element.empty("metadata", Mam.NS)),
                                JULIET,
                                Instant.EPOCH));

        Element metadata = Objects.requireNonNull(answer.payload());
        assertThat(Objects.requireNonNull(metadata.child("start", Mam.NS)).attribute("id"))
                .isEqualTo(ids.getFirst());
        assertThat(Objects.requireNonNull(metadata.child("end", Mam.NS)).attribute("timestamp"))
                .isEqualTo("2026-01-01T10:09:00Z");
        assertThat(
                        Objects.requireNonNull(
                                        join(history.answer(
                                                        Iq.of(
                                                                Iq.Type.GET,
                                                                LAPTOP,
                                                                JULIET,
                                                                "1",
                                                                Element.empty("metadata", Mam.NS)),
                                                        BareJid.of("tybalt@example.org"),
                                                        Instant.EPOCH))
                                                .payload())
                                .children())
                .isEmpty();
    }

    private void say(BareJid peer, String body, long at) throws Exception {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(at) + 1);
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
                                Bytes.of(XmlWriter.toBytes(message.toElement(), "")),
                                true)));
        ids.add(slot.toString());
    }

    private Iq ask(Element query) {
        return join(
                history.answer(
                        Iq.of(Iq.Type.SET, LAPTOP, JULIET, "1", query), JULIET, Instant.EPOCH));
    }

    private static Iq join(java.util.concurrent.CompletionStage<Iq> answer) {
        return answer.toCompletableFuture().join();
    }

    private static Element query(Element... children) {
        return Element.of("query", Mam.NS)
                .attribute("queryid", "q1")
                .children(List.of(children))
                .build();
    }

    private static Element rsm(String... namesAndValues) {
        Element.Builder set = Element.of("set", "http://jabber.org/protocol/rsm");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            set.child(
                    Element.text(
                            namesAndValues[i],
                            "http://jabber.org/protocol/rsm",
                            namesAndValues[i + 1]));
        }
        return set.build();
    }

    private static Element form(String... namesAndValues) {
        List<FormField> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = namesAndValues[i];
            if (name.equals("ids")
                    && fields.stream().anyMatch(field -> "ids".equals(field.name()))) {
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
        Element set = Objects.requireNonNull(fin.child("set", "http://jabber.org/protocol/rsm"));
        return Objects.requireNonNull(set.childText(name));
    }

    private static String error(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        return Objects.requireNonNull(Objects.requireNonNull(answer.payload()).firstChild()).name();
    }

    /** A router that keeps what was sent. */
    private static final class Sent implements Router {
        final List<String> xml = new ArrayList<>();
        final List<String> bodies = new ArrayList<>();

        void clear() {
            xml.clear();
            bodies.clear();
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
                            StandardCharsets.UTF_8);
            xml.add(text);
            bodies.add(text.substring(text.indexOf("<body>") + 6, text.indexOf("</body>")));
        }
    }
}
