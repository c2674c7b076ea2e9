package stoa.net.csi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.net.sm.Outbox;
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

/** What is dropped of what comes while a session has no stream, and what is not. */
class SupersededTest {
    private static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");
    private static final FullJid NURSE = FullJid.of("nurse@example.org/hall");
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final FullJid OCCUPANT = FullJid.of("hall@rooms.example.org/O'Brien & <co>");
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private final Outbox outbox = new Outbox();

    private static Presence presence(Jid from, String show) {
        return Presence.of(
                Presence.Type.AVAILABLE, from, JULIET, Element.text("show", Stanza.CLIENT, show));
    }

    private static Message chat(Jid from, String body) {
        return Message.of(
                Message.Type.CHAT, from, JULIET, Element.text("body", Stanza.CLIENT, body));
    }

    private static Message state(Jid from, String name) {
        return Message.of(
                Message.Type.CHAT,
                from,
                JULIET,
                Element.empty(name, "http://jabber.org/protocol/chatstates"));
    }

    private void add(Stanza... stanzas) {
        for (Stanza stanza : stanzas) {
            outbox.add(new Outgoing(stanza), 10);
        }
    }

    private void addEncoded(Stanza stanza) {
        outbox.add(new Outgoing(EncodedStanza.of(stanza.toElement()), JULIET, 0), 10);
    }

    /** What is left, all of it counted. */
    private List<@Nullable Stanza> left() {
        Superseded.dropFrom(outbox);
        List<@Nullable Stanza> all = new ArrayList<>();
        outbox.forEach(stanza -> all.add(stanza.read()));
        assertThat(outbox.count()).isEqualTo(all.size());
        assertThat(outbox.bytes()).isEqualTo(10L * all.size());
        return all;
    }

    @Test
    void the_newest_presence_of_each_sender_is_left_in_its_place() {
        Presence gone = Presence.of(Presence.Type.UNAVAILABLE, ROMEO, JULIET);
        add(presence(ROMEO, "away"), presence(NURSE, "away"), presence(ROMEO, "dnd"), gone);
        assertThat(left()).containsExactly(presence(NURSE, "away"), gone);
        add(presence(NURSE, "chat"));
        assertThat(left()).containsExactly(gone, presence(NURSE, "chat"));
    }

    @Test
    void what_others_say_in_between_keeps_nothing() {
        Iq answer = Iq.of(Iq.Type.RESULT, JULIET.bare(), JULIET, "1");
        add(presence(ROMEO, "away"), chat(NURSE, "one"), answer, presence(ROMEO, "dnd"));
        assertThat(left()).containsExactly(chat(NURSE, "one"), answer, presence(ROMEO, "dnd"));
    }

    @Test
    void the_presence_in_which_somebody_said_something_is_left_before_it() {
        add(presence(ROMEO, "away"), presence(ROMEO, "dnd"), chat(ROMEO, "one"));
        add(presence(ROMEO, "xa"), chat(ROMEO, "two"), chat(ROMEO, "three"));
        add(presence(ROMEO, "away"), presence(ROMEO, "chat"));
        assertThat(left())
                .containsExactly(
                        presence(ROMEO, "dnd"),
                        chat(ROMEO, "one"),
                        presence(ROMEO, "xa"),
                        chat(ROMEO, "two"),
                        chat(ROMEO, "three"),
                        presence(ROMEO, "chat"));
    }

    @Test
    void of_chat_states_alone_the_newest_is_left() {
        add(state(ROMEO, "composing"), presence(ROMEO, "dnd"), state(ROMEO, "paused"));
        add(state(NURSE, "composing"), presence(ROMEO, "away"));
        assertThat(left())
                .containsExactly(
                        state(ROMEO, "paused"), state(NURSE, "composing"), presence(ROMEO, "away"));
    }

    @Test
    void what_was_encoded_for_many_is_no_different_whatever_the_address_holds() {
        addEncoded(presence(OCCUPANT, "away"));
        add(presence(OCCUPANT, "dnd"));
        addEncoded(presence(OCCUPANT, "xa"));
        add(chat(OCCUPANT, "one"));
        addEncoded(presence(OCCUPANT, "chat"));
        addEncoded(chat(OCCUPANT, "two"));
        addEncoded(presence(OCCUPANT, "away"));
        assertThat(left())
                .containsExactly(
                        presence(OCCUPANT, "xa"),
                        chat(OCCUPANT, "one"),
                        presence(OCCUPANT, "chat"),
                        chat(OCCUPANT, "two"),
                        presence(OCCUPANT, "away"));
    }

    @Test
    void subscriptions_probes_and_errors_are_left() {
        List<Stanza> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (Presence.Type type : Presence.Type.values()) {
                if (type != Presence.Type.AVAILABLE && type != Presence.Type.UNAVAILABLE) {
                    all.add(Presence.of(type, ROMEO, JULIET));
                }
            }
        }
        all.forEach(this::add);
        assertThat(left()).isEqualTo(all);
    }

    @Test
    @Spec(xep = 45, section = "15.6", says = "a status code says what happened")
    void what_a_room_says_has_happened_is_left() {
        Presence kicked = inRoom(Presence.Type.UNAVAILABLE, "307");
        Presence entered = inRoom(Presence.Type.AVAILABLE, null);
        Presence renamed = inRoom(Presence.Type.UNAVAILABLE, "303");
        add(entered, entered, kicked, entered);
        addEncoded(entered);
        addEncoded(renamed);
        addEncoded(entered);
        add(renamed, entered, entered);
        assertThat(left())
                .containsExactly(entered, kicked, entered, renamed, entered, renamed, entered);
    }

    private static Presence inRoom(Presence.Type type, @Nullable String code) {
        Element.Builder x = Element.of("x", MUC_USER).child(Element.empty("item", MUC_USER));
        if (code != null) {
            x.child(Element.of("status", MUC_USER).attribute("code", code).build());
        }
        return Presence.of(
                type,
                OCCUPANT,
                JULIET,
                Element.text("status", Stanza.CLIENT, "a status code='1'"),
                x.build());
    }

    @Test
    @Spec(xep = 198, section = "4", says = "what was sent is counted")
    void what_was_written_is_left() {
        add(presence(ROMEO, "away"), presence(ROMEO, "dnd"), presence(ROMEO, "xa"));
        outbox.wrote(10, true);
        add(presence(ROMEO, "chat"));
        assertThat(left()).containsExactly(presence(ROMEO, "away"), presence(ROMEO, "chat"));
        assertThat(outbox.writtenCount()).isEqualTo(1);
        outbox.wrote(10, true);
        assertThat(left()).hasSize(2);
        assertThat(outbox.nextToWrite()).isNull();
        add(presence(ROMEO, "dnd"));
        assertThat(left()).hasSize(3);
    }

    @Test
    void presence_of_nobody_and_an_empty_outbox_are_no_trouble() {
        assertThat(left()).isEmpty();
        Presence nobodys = Presence.of(Presence.Type.AVAILABLE, null, JULIET);
        add(nobodys, nobodys);
        assertThat(left()).containsExactly(nobodys, nobodys);
    }
}
