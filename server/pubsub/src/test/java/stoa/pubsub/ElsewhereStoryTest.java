package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.TUNE;
import static stoa.pubsub.Reader.caps;
import static stoa.pubsub.Reader.info;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.payload;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.TYBALT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.OtherServer;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Personal eventing between people of ours and those of other servers. */
class ElsewhereStoryTest {
    private static final BareJid ROSALINE = BareJid.of("rosaline@mantua.example");
    private static final FullJid HER_PC = ROSALINE.withResource("pc");
    private static final FullJid HER_PHONE = ROSALINE.withResource("phone");

    private final EventingHouse house = EventingHouse.unlisted();
    private final OtherServer mantua = new OtherServer(house.server, house.accounts.router());
    private final Reader juliet = house.client(JULIET.on("balcony")).online();

    private static Presence presence(Presence.Type type, @Nullable Jid from, Jid to) {
        return Presence.of(type, from, to);
    }

    private static Presence available(FullJid from, Element... payloads) {
        return Presence.of(Presence.Type.AVAILABLE, from, JULIET.address(), payloads);
    }

    /** Rosaline sees Juliet's presence, and Juliet hers. */
    private void areFriends() {
        seesRosaline();
        mantua.says(presence(Presence.Type.SUBSCRIBE, ROSALINE, JULIET.address()));
        juliet.client.sends(presence(Presence.Type.SUBSCRIBED, null, ROSALINE));
        forget();
    }

    private void seesRosaline() {
        juliet.client.sends(presence(Presence.Type.SUBSCRIBE, null, ROSALINE));
        mantua.says(presence(Presence.Type.SUBSCRIBED, ROSALINE, JULIET.address()));
        forget();
    }

    private void forget() {
        juliet.client.forgets();
        mantua.forgets();
    }

    /** She comes and wants these; what is sent to her for it is still to be read. */
    private void comes(FullJid resource, String... nodes) {
        mantua.says(available(resource, caps(nodes)));
        Iq question = (Iq) mantua.next();
        assertThat(question.from()).isEqualTo(JULIET.address());
        assertThat(question.to()).isEqualTo(resource);
        mantua.says(question.result(info(nodes)));
        juliet.client.forgets();
    }

    private Message told(Jid to, String node, String id, String text) {
        Message message = (Message) mantua.next();
        assertThat(message.type()).isEqualTo(Message.Type.HEADLINE);
        assertThat(message.from()).isEqualTo(JULIET.address());
        assertThat(message.to()).isEqualTo(to);
        Element items = Reader.event(message, "items");
        assertThat(items.attribute("node")).isEqualTo(node);
        Element item = Objects.requireNonNull(items.child("item", Pubsub.EVENT));
        assertThat(item.attribute("id")).isEqualTo(id);
        assertThat(item.firstChild()).isEqualTo(payload(node, text));
        return message;
    }

    @Test
    @Spec(xep = 163, section = "4.3", says = "contacts that want it are told, wherever they are")
    @Spec(xep = 115, section = "6.2", says = "a hash that is not known is asked for")
    void a_contact_elsewhere_is_told_what_it_wants() {
        areFriends();
        comes(HER_PC, TUNE);

        juliet.publishes(TUNE, "a", "Allegro");
        juliet.publishes("urn:example:mood", "m", "happy");

        told(HER_PC, TUNE, "a", "Allegro");
        mantua.getsNothingMore();
    }

    @Test
    @Spec(xep = 163, section = "4.3.4", says = "the last item is sent to who comes")
    void who_comes_is_sent_the_last_item_once() {
        areFriends();
        juliet.publishes(TUNE, "a", "Allegro").publishes(TUNE, "b", "Andante");

        comes(HER_PC, TUNE);

        Message last = told(HER_PC, TUNE, "b", "Andante");
        assertThat(last.payload("delay", "urn:xmpp:delay")).isNotNull();
        mantua.says(available(HER_PC, caps(TUNE), Element.text("show", Stanza.CLIENT, "away")));
        mantua.getsNothingMore();
    }

    @Test
    void the_same_hash_is_asked_for_once_and_who_comes_again_is_told_again() {
        areFriends();
        juliet.publishes(TUNE, "a", "Allegro");
        comes(HER_PC, TUNE);
        told(HER_PC, TUNE, "a", "Allegro");

        mantua.says(available(HER_PHONE, caps(TUNE)));
        told(HER_PHONE, TUNE, "a", "Allegro");
        mantua.says(presence(Presence.Type.UNAVAILABLE, HER_PC, JULIET.address()));
        juliet.publishes(TUNE, "b", "Andante");
        told(HER_PHONE, TUNE, "b", "Andante");
        mantua.says(available(HER_PC, caps(TUNE)));

        told(HER_PC, TUNE, "b", "Andante");
        mantua.getsNothingMore();
    }

    @Test
    void it_is_told_while_the_owner_is_away_too() {
        areFriends();
        juliet.publishes(TUNE, "a", "Allegro");
        juliet.client.leaves();
        mantua.forgets();

        comes(HER_PC, TUNE);

        told(HER_PC, TUNE, "a", "Allegro");
    }

    @Test
    @Spec(xep = 163, section = "4.1", says = "who does not see the presence is not told")
    void whoever_may_not_see_her_is_neither_asked_nor_told_until_it_may() {
        seesRosaline();
        juliet.publishes(TUNE, "a", "Allegro", options("access_model", "open"));
        mantua.says(available(HER_PC, caps(TUNE)));
        mantua.getsNothingMore();

        mantua.says(presence(Presence.Type.SUBSCRIBE, ROSALINE, JULIET.address()));
        juliet.client.sends(presence(Presence.Type.SUBSCRIBED, null, ROSALINE));
        Iq question = skipTo(Iq.class);
        mantua.says(question.result(info(TUNE)));
        told(HER_PC, TUNE, "a", "Allegro");

        juliet.client.sends(presence(Presence.Type.UNSUBSCRIBED, null, ROSALINE));
        forget();
        juliet.publishes(TUNE, "b", "Andante");
        mantua.getsNothingMore();
    }

    private <T> T skipTo(Class<T> kind) {
        Stanza next = mantua.next();
        while (!kind.isInstance(next)) {
            next = mantua.next();
        }
        return kind.cast(next);
    }

    @Test
    void a_stranger_that_shows_itself_is_not_noted() {
        mantua.says(available(HER_PC, caps(TUNE)));

        mantua.getsNothingMore();
        assertThat(house.eventing.contactsElsewhere()).isZero();
    }

    @Test
    void nodes_that_it_may_not_read_are_not_told() {
        areFriends();
        comes(HER_PC, TUNE);

        juliet.publishes(TUNE, "a", "Allegro", options("access_model", "whitelist"));

        mantua.getsNothingMore();
    }

    @Test
    @Spec(xep = 60, section = "4.5", says = "access model roster")
    void a_node_for_a_roster_group_is_told_to_those_in_it() {
        areFriends();
        comes(HER_PC, TUNE);
        juliet.publishes(
                TUNE,
                "a",
                "Allegro",
                options("access_model", "roster", "roster_groups_allowed", "Dancers"));
        mantua.getsNothingMore();

        Element item =
                Element.of("item", "jabber:iq:roster")
                        .attribute("jid", ROSALINE.toString())
                        .child(Element.text("group", "jabber:iq:roster", "Dancers"))
                        .build();
        result(
                juliet.client.asks(
                        Iq.Type.SET,
                        null,
                        Element.of("query", "jabber:iq:roster").child(item).build()));
        forget();
        juliet.publishes(TUNE, "b", "Andante");

        told(HER_PC, TUNE, "b", "Andante");
    }

    @Test
    @Spec(xep = 115, section = "5.4", says = "what the hash does not prove is not used")
    void only_the_asked_one_answers_and_only_with_what_it_has_shown() {
        areFriends();
        mantua.says(available(HER_PC, caps(TUNE)));
        Iq question = (Iq) mantua.next();

        mantua.says(question.result(info(TUNE)).withFrom(HER_PHONE));
        juliet.publishes(TUNE, "a", "Allegro");
        mantua.getsNothingMore();
        mantua.says(question.result(info("urn:other")));
        mantua.says(question.result(info(TUNE)));
        juliet.publishes(TUNE, "b", "Andante");

        mantua.getsNothingMore();
    }

    @Test
    void whose_notification_comes_back_is_forgotten() {
        areFriends();
        comes(HER_PC, TUNE);
        juliet.publishes(TUNE, "a", "Allegro");
        Message lost = told(HER_PC, TUNE, "a", "Allegro");

        mantua.says(lost.refuse(Condition.SERVICE_UNAVAILABLE.error()));
        juliet.publishes(TUNE, "b", "Andante");

        mantua.getsNothingMore();
        assertThat(house.eventing.contactsElsewhere()).isZero();
    }

    @Test
    void a_server_that_is_gone_is_told_nothing_more() {
        areFriends();
        comes(HER_PC, TUNE);

        mantua.says(
                presence(Presence.Type.AVAILABLE, JULIET.address(), ROSALINE)
                        .refuse(Condition.REMOTE_SERVER_TIMEOUT.error()));
        juliet.publishes(TUNE, "a", "Allegro");

        mantua.getsNothingMore();
    }

    @Test
    void whoever_shows_no_capabilities_any_more_wants_nothing_any_more() {
        areFriends();
        comes(HER_PC, TUNE);

        mantua.says(available(HER_PC));
        juliet.publishes(TUNE, "a", "Allegro");

        mantua.getsNothingMore();
    }

    @Test
    @Spec(xep = 191, section = "3.3", says = "who is blocked is told nothing")
    void who_is_blocked_is_told_nothing() {
        areFriends();
        comes(HER_PC, TUNE);
        Element item =
                Element.of("item", "urn:xmpp:blocking").attribute("jid", "mantua.example").build();
        result(
                juliet.client.asks(
                        Iq.Type.SET,
                        null,
                        Element.of("block", "urn:xmpp:blocking").child(item).build()));
        mantua.forgets();

        juliet.publishes(TUNE, "a", "Allegro");

        mantua.getsNothingMore();
    }

    @Test
    void twenty_resources_of_a_contact_are_noted() {
        areFriends();
        comes(HER_PC, TUNE);
        for (int i = 0; i < 20; i++) {
            mantua.says(available(ROSALINE.withResource("r" + i), caps(TUNE)));
        }
        forget();

        juliet.publishes(TUNE, "a", "Allegro");

        List<String> told = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            told.add(String.valueOf(Objects.requireNonNull(mantua.next().to()).resource()));
        }
        mantua.getsNothingMore();
        assertThat(told).doesNotContain("pc").contains("r0", "r19");
        assertThat(house.eventing.contactsElsewhere()).isEqualTo(20);
    }

    @Test
    @Spec(xep = 60, section = "7.1.2.1", says = "subscribers are notified")
    void who_has_subscribed_as_a_whole_is_told_once() {
        areFriends();
        juliet.publishes(TUNE, "a", "Allegro");
        Element subscribe =
                Reader.element("subscribe", TUNE).attribute("jid", ROSALINE.toString()).build();
        mantua.says(
                Iq.of(
                        Iq.Type.SET,
                        HER_PC,
                        JULIET.address(),
                        "s",
                        Element.of("pubsub", Pubsub.NS).child(subscribe).build()));
        List<Stanza> answers = List.of(mantua.next(), mantua.next());
        assertThat(answers).anyMatch(one -> one instanceof Iq iq && !iq.isError());
        assertThat(answers).anyMatch(one -> one instanceof Message && ROSALINE.equals(one.to()));

        juliet.publishes(TUNE, "b", "Andante");
        told(ROSALINE, TUNE, "b", "Andante");
        mantua.getsNothingMore();
        comes(HER_PC, TUNE);
        told(HER_PC, TUNE, "b", "Andante");
        juliet.publishes(TUNE, "c", "Presto");

        told(HER_PC, TUNE, "c", "Presto");
        mantua.getsNothingMore();
    }

    @Test
    @Spec(xep = 163, section = "4.3", says = "notifications from another server")
    void what_a_contact_elsewhere_publishes_arrives_and_our_client_is_asked() {
        areFriends();
        Iq question =
                Iq.of(
                        Iq.Type.GET,
                        ROSALINE,
                        juliet.client.address(),
                        "q",
                        Element.empty("query", Reader.INFO));
        mantua.says(question);
        Iq asked = (Iq) juliet.client.next();
        assertThat(asked.from()).isEqualTo(ROSALINE);
        juliet.client.sends(asked.result(info(TUNE)));
        assertThat(((Iq) mantua.next()).to()).isEqualTo(ROSALINE);

        Element item =
                Element.of("item", Pubsub.EVENT)
                        .attribute("id", "a")
                        .child(payload(TUNE, "Allegro"))
                        .build();
        Element items =
                Element.of("items", Pubsub.EVENT).attribute("node", TUNE).child(item).build();
        mantua.says(
                Message.of(
                        Message.Type.HEADLINE,
                        ROSALINE,
                        juliet.client.address(),
                        Element.of("event", Pubsub.EVENT).child(items).build()));

        Message told = juliet.told();
        assertThat(told.from()).isEqualTo(ROSALINE);
        assertThat(Reader.event(told, "items").attribute("node")).isEqualTo(TUNE);
    }

    @Test
    void a_contact_of_another_domain_of_ours_is_told_where_both_are_open() {
        Reader tybalt = house.client(TYBALT.on("hall"));
        tybalt.client.binds();
        tybalt.client.asksForRoster();
        tybalt.client.sends(presence(Presence.Type.SUBSCRIBE, null, JULIET.address()));
        juliet.client.sends(presence(Presence.Type.SUBSCRIBED, null, TYBALT.address()));
        tybalt.client.forgets();
        tybalt.showsWishes(TUNE);

        juliet.publishes(TUNE, "a", "Allegro");
        tybalt.told(JULIET, TUNE, "a", "Allegro");

        mantua.isPermitted(false);
        juliet.publishes(TUNE, "b", "Andante");
        tybalt.toldNothingMore();
    }
}
