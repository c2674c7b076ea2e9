package stoa.net.csi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.net.sm.Outgoing;
import stoa.testkit.Spec;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What waits while nobody looks, and what of it is worth waiting for (XEP-0352 section 3.2). */
class HeldBackTest {
    private static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");
    private static final FullJid NURSE = FullJid.of("nurse@example.org/hall");
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private final HeldBack held = new HeldBack(3, 10_000);

    private static Presence presence(Jid from, String show) {
        return Presence.of(
                Presence.Type.AVAILABLE, from, null, Element.text("show", Stanza.CLIENT, show));
    }

    private static Message chat(Jid from, Element... payloads) {
        return Message.of(Message.Type.CHAT, from, JULIET, payloads);
    }

    private static Element state(String name) {
        return Element.empty(name, CHAT_STATES);
    }

    private static Element body() {
        return Element.text("body", Stanza.CLIENT, "but soft");
    }

    private static Outgoing encoded(Stanza stanza) {
        return new Outgoing(EncodedStanza.of(stanza.toElement()), JULIET, 0);
    }

    private boolean takes(Stanza stanza) {
        return held.takes(new Outgoing(stanza), 10);
    }

    private List<@Nullable Stanza> drained() {
        List<@Nullable Stanza> all = new ArrayList<>();
        held.drainTo((stanza, bytes) -> all.add(stanza.read()));
        return all;
    }

    @Spec(xep = 352, section = "3.2", says = "the latest presence of each contact")
    @Test
    void the_newest_presence_of_each_sender_waits() {
        assertThat(takes(presence(ROMEO, "away"))).isTrue();
        assertThat(takes(presence(NURSE, "chat"))).isTrue();
        assertThat(takes(presence(ROMEO, "dnd"))).isTrue();
        assertThat(takes(Presence.of(Presence.Type.UNAVAILABLE, NURSE, null))).isTrue();
        assertThat(held.size()).isEqualTo(2);
        assertThat(drained())
                .containsExactly(
                        presence(ROMEO, "dnd"),
                        Presence.of(Presence.Type.UNAVAILABLE, NURSE, null));
        assertThat(drained()).isEmpty();
    }

    @Spec(xep = 45, section = "15.6", says = "a status code says what happened")
    @Test
    void what_a_room_says_has_happened_waits_too_and_all_of_it_is_sent() {
        HeldBack large = new HeldBack(100, 10_000);
        Presence entered = inRoom(Presence.Type.AVAILABLE, null);
        Presence left = inRoom(Presence.Type.UNAVAILABLE, null);
        List<@Nullable Stanza> expected = new ArrayList<>();
        for (int code : new int[] {110, 301, 303, 307, 321, 322, 332, 333}) {
            Presence happened = inRoom(Presence.Type.UNAVAILABLE, String.valueOf(code));
            assertThat(large.takes(new Outgoing(left), 10)).isTrue();
            assertThat(large.takes(encoded(entered), 10)).isTrue();
            assertThat(large.takes(new Outgoing(happened), 10)).isTrue();
            assertThat(large.takes(encoded(happened), 10)).isTrue();
            expected.addAll(List.of(entered, happened, happened));
        }
        List<@Nullable Stanza> sent = new ArrayList<>();
        large.drainTo((stanza, bytes) -> sent.add(stanza.read()));
        assertThat(sent).isEqualTo(expected);
    }

    private static Presence inRoom(Presence.Type type, @Nullable String code) {
        Element.Builder x = Element.of("x", MUC_USER).child(Element.empty("item", MUC_USER));
        if (code != null) {
            x.child(Element.of("status", MUC_USER).attribute("code", code).build());
        }
        return Presence.of(type, ROMEO, JULIET, x.build());
    }

    @Test
    void what_was_encoded_for_many_is_no_different() {
        assertThat(held.takes(encoded(presence(ROMEO, "away")), 10)).isTrue();
        assertThat(takes(presence(ROMEO, "dnd"))).isTrue();
        assertThat(held.size()).isEqualTo(1);
        assertThat(held.takes(encoded(chat(ROMEO, state("composing"))), 10)).isTrue();
        assertThat(held.takes(encoded(chat(ROMEO, body())), 10)).isFalse();
        assertThat(held.takes(encoded(chat(ROMEO, body(), state("active"))), 10)).isFalse();
        assertThat(held.takes(encoded(Presence.of(Presence.Type.SUBSCRIBE, ROMEO, null)), 10))
                .isFalse();
        assertThat(
                        held.takes(
                                new Outgoing(
                                        EncodedStanza.of(chat(ROMEO, state("gone")).toElement()),
                                        JULIET,
                                        7),
                                10))
                .as("of the history")
                .isFalse();
    }

    @Test
    void chat_states_alone_wait_the_newest_of_each_sender() {
        assertThat(takes(chat(ROMEO, state("composing")))).isTrue();
        assertThat(
                        takes(
                                chat(
                                        ROMEO,
                                        state("paused"),
                                        Element.text("thread", Stanza.CLIENT, "t1"),
                                        Element.empty("no-store", "urn:xmpp:hints"))))
                .isTrue();
        assertThat(takes(presence(ROMEO, "dnd"))).isTrue();
        assertThat(held.size()).isEqualTo(2);
        assertThat(takes(chat(ROMEO, state("active"), body()))).isFalse();
        assertThat(
                        takes(
                                chat(
                                        ROMEO,
                                        state("active"),
                                        Element.empty("received", "urn:xmpp:receipts"))))
                .isFalse();
    }

    @Test
    void copies_of_chat_states_wait_and_copies_of_words_do_not() {
        assertThat(takes(copy(chat(ROMEO, state("composing"))))).isTrue();
        assertThat(takes(copy(chat(ROMEO, state("paused"))))).isTrue();
        assertThat(takes(copy(chat(NURSE, state("paused"))))).isTrue();
        assertThat(held.size()).isEqualTo(2);
        assertThat(takes(copy(chat(ROMEO, body(), state("active"))))).isFalse();
    }

    private static Message copy(Message message) {
        Element forwarded =
                Element.of("forwarded", "urn:xmpp:forward:0").child(message.toElement()).build();
        return chat(
                JULIET.bare(),
                Element.of("received", "urn:xmpp:carbons:2").child(forwarded).build());
    }

    @Test
    void what_matters_does_not_wait() {
        for (Presence.Type type : Presence.Type.values()) {
            boolean waits = type == Presence.Type.AVAILABLE || type == Presence.Type.UNAVAILABLE;
            assertThat(takes(Presence.of(type, ROMEO, JULIET))).as(type.text()).isEqualTo(waits);
        }
        assertThat(takes(chat(ROMEO))).as("a message with nothing in it").isFalse();
        assertThat(takes(Message.of(Message.Type.ERROR, ROMEO, JULIET, state("active")))).isFalse();
        assertThat(takes(Iq.of(Iq.Type.RESULT, ROMEO, JULIET, "1"))).isFalse();
        assertThat(
                        takes(
                                Message.of(
                                        Message.Type.GROUPCHAT,
                                        ROMEO,
                                        JULIET,
                                        Element.text("subject", Stanza.CLIENT, "x"))))
                .isFalse();
    }

    @Test
    void a_full_one_takes_no_more_and_has_lost_nothing() {
        for (String resource : List.of("a", "b", "c")) {
            assertThat(takes(presence(ROMEO.account().withResource(resource), "away"))).isTrue();
        }
        assertThat(takes(presence(ROMEO.account().withResource("b"), "dnd"))).isTrue();
        assertThat(takes(presence(ROMEO.account().withResource("d"), "dnd"))).isFalse();
        assertThat(drained()).hasSize(3);
        assertThat(held.takes(new Outgoing(presence(ROMEO, "dnd")), 10_001)).as("bytes").isFalse();
        assertThat(held.takes(new Outgoing(presence(ROMEO, "dnd")), 10_000)).isTrue();
        assertThat(held.takes(new Outgoing(presence(ROMEO, "away")), 10_000)).isTrue();
        assertThat(held.takes(new Outgoing(presence(NURSE, "away")), 1)).isFalse();
    }
}
