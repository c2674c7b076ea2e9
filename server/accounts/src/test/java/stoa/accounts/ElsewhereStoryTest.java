package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.testkit.OtherServer;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** People of ours and people of other servers. */
class ElsewhereStoryTest {
    private static final BareJid ROSALINE = BareJid.of("rosaline@mantua.example");
    private static final FullJid HER_PC = ROSALINE.withResource("pc");
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private final AccountsHouse house = AccountsHouse.unlisted().open();
    private final OtherServer mantua = new OtherServer(house.server, house.accounts.router());

    private static Message chat(@Nullable Jid from, Jid to, String body, Element... more) {
        Message message =
                Message.of(Message.Type.CHAT, from, to, Element.text("body", Stanza.CLIENT, body))
                        .withId("id-" + body);
        for (Element payload : more) {
            message = message.with(payload);
        }
        return message;
    }

    private static Presence presence(Presence.Type type, @Nullable Jid from, Jid to) {
        return Presence.of(type, from, to);
    }

    private TestClient juliet() {
        return house.server.client(JULIET.on("laptop")).comesOnline().forgets();
    }

    private List<ArchiveRow> history(BareJid account) {
        house.server.settle();
        ArchiveResult result =
                house.store
                        .archive()
                        .page(ArchiveQuery.firstOf(account, 100))
                        .toCompletableFuture()
                        .join();
        return ((ArchiveResult.Page) result).rows();
    }

    private void areFriends(TestClient juliet) {
        juliet.sends(presence(Presence.Type.SUBSCRIBE, null, ROSALINE));
        mantua.says(presence(Presence.Type.SUBSCRIBED, ROSALINE, JULIET.address()));
        mantua.says(presence(Presence.Type.SUBSCRIBE, ROSALINE, JULIET.address()));
        juliet.sends(presence(Presence.Type.SUBSCRIBED, null, ROSALINE));
        juliet.forgets();
        mantua.forgets();
    }

    @Test
    void what_juliet_says_goes_to_the_other_server_and_into_her_history() {
        TestClient juliet = juliet();

        juliet.sends(chat(null, ROSALINE, "good morrow"));

        Message told = (Message) mantua.next();
        assertThat(told.from()).isEqualTo(juliet.address());
        assertThat(told.body()).isEqualTo("good morrow");
        assertThat(history(JULIET.address())).hasSize(1);
        assertThat(history(ROSALINE)).isEmpty();
        assertThat(juliet.handled()).isEqualTo(3); // roster, presence, message
    }

    @Test
    @Spec(xep = 359, section = "3", says = "what arrives has its id in the history")
    void what_is_said_to_juliet_is_delivered_and_stands_in_her_history() {
        TestClient juliet = juliet();

        mantua.says(chat(HER_PC, JULIET.address(), "good morrow"));

        Message told = juliet.nextMessage();
        Element id = Objects.requireNonNull(told.payload("stanza-id", "urn:xmpp:sid:0"));
        assertThat(id.attribute("by")).isEqualTo(JULIET.address().toString());
        assertThat(history(JULIET.address()))
                .singleElement()
                .satisfies(
                        row -> assertThat(Long.toString(row.id())).isEqualTo(id.attribute("id")));
    }

    @Test
    void an_id_of_ours_that_the_other_server_makes_up_is_taken_away() {
        TestClient juliet = juliet();
        Element forged =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", JULIET.address().toString())
                        .attribute("id", "1")
                        .build();

        mantua.says(chat(HER_PC, JULIET.address(), "hm", forged));

        Message told = juliet.nextMessage();
        assertThat(told.payloads().stream().filter(p -> p.name().equals("stanza-id")))
                .singleElement()
                .satisfies(id -> assertThat(id.attribute("id")).isNotEqualTo("1"));
    }

    @Test
    void what_another_server_sends_again_is_heard_and_stored_once() {
        TestClient juliet = juliet();
        Element origin = Element.of("origin-id", "urn:xmpp:sid:0").attribute("id", "o1").build();

        mantua.says(chat(HER_PC, JULIET.address(), "once", origin));
        mantua.says(chat(HER_PC, JULIET.address(), "once", origin));
        juliet.sends(chat(null, ROSALINE, "the same id", origin));

        assertThat(juliet.nextMessage().body()).isEqualTo("once");
        juliet.getsNothingMore();
        assertThat(((Message) mantua.next()).body()).isEqualTo("the same id");
        assertThat(history(JULIET.address())).hasSize(2);
    }

    @Test
    void what_comes_while_she_is_away_waits_for_her() {
        mantua.says(chat(HER_PC, JULIET.address(), "where are you"));
        mantua.getsNothingMore();

        TestClient juliet = house.server.client(JULIET.on("laptop")).comesOnline();

        Message late = house.skipTo(juliet, Message.class);
        assertThat(late.body()).isEqualTo("where are you");
        assertThat(late.has("delay", "urn:xmpp:delay")).isTrue();
    }

    @Test
    void what_cannot_be_delivered_is_answered_and_not_kept() {
        Message toNoResource =
                new Message(
                        HER_PC,
                        JULIET.on("gone"),
                        Message.Type.NORMAL,
                        "n",
                        null,
                        List.of(Element.text("body", Stanza.CLIENT, "psst")));

        mantua.says(toNoResource);

        Stanza answer = mantua.next();
        assertThat(answer.isError()).isTrue();
        assertThat(answer.to()).isEqualTo(HER_PC);
        assertThat(history(JULIET.address())).isEmpty();
    }

    @Test
    void somebody_who_is_not_here_is_unavailable() {
        mantua.says(chat(HER_PC, BareJid.of("nobody@example.org"), "psst"));
        assertThat(mantua.next().isError()).isTrue();

        mantua.says(presence(Presence.Type.PROBE, HER_PC, BareJid.of("nobody@example.org")));
        mantua.getsNothingMore();
    }

    @Test
    void what_occupants_of_a_room_elsewhere_say_aside_is_not_of_the_history() {
        TestClient juliet = juliet();
        Jid occupant = Jid.parse("garden@conference.mantua.example/Rosaline");
        Element mark = Element.empty("x", MUC_USER);

        mantua.says(chat(occupant, juliet.address(), "psst", mark));
        juliet.sends(chat(null, occupant, "what?", mark));

        assertThat(juliet.nextMessage().body()).isEqualTo("psst");
        assertThat(((Message) mantua.next()).body()).isEqualTo("what?");
        assertThat(history(JULIET.address())).isEmpty();
    }

    @Test
    @Spec(rfc = 6121, section = "3.1", says = "asking and approving across servers")
    void they_become_friends_and_see_each_other() {
        TestClient juliet = juliet();

        juliet.sends(presence(Presence.Type.SUBSCRIBE, null, ROSALINE));
        Presence asked = mantua.nextPresence();
        assertThat(asked.type()).isEqualTo(Presence.Type.SUBSCRIBE);
        assertThat(asked.from()).isEqualTo(JULIET.address());
        juliet.nextIq();

        mantua.says(presence(Presence.Type.SUBSCRIBED, ROSALINE, JULIET.address()));
        juliet.gets(Presence.Type.SUBSCRIBED, ROSALINE);
        juliet.nextIq();
        mantua.says(presence(Presence.Type.SUBSCRIBE, ROSALINE, JULIET.address()));
        juliet.gets(Presence.Type.SUBSCRIBE, ROSALINE);
        juliet.sends(presence(Presence.Type.SUBSCRIBED, null, ROSALINE));
        assertThat(mantua.nextPresence().type()).isEqualTo(Presence.Type.SUBSCRIBED);
        Presence shown = mantua.nextPresence();
        assertThat(shown.type()).isEqualTo(Presence.Type.AVAILABLE);
        assertThat(shown.from()).isEqualTo(juliet.address());
        assertThat(shown.to()).isEqualTo(ROSALINE);
        juliet.forgets();

        mantua.says(presence(Presence.Type.AVAILABLE, HER_PC, JULIET.address()));
        juliet.gets(Presence.Type.AVAILABLE, HER_PC);

        juliet.sends(presence(Presence.Type.UNSUBSCRIBED, null, ROSALINE));
        assertThat(List.of(mantua.nextPresence().type(), mantua.nextPresence().type()))
                .as("section 3.2.2: unavailable while the contact is still subscribed")
                .containsExactly(Presence.Type.UNAVAILABLE, Presence.Type.UNSUBSCRIBED);
        mantua.getsNothingMore();
    }

    @Test
    @Spec(rfc = 6121, section = "8.5.3.2.2", says = "unsubscribed and the like to one that is gone")
    void what_is_agreed_with_a_resource_that_has_gone_changes_nothing() {
        TestClient juliet = juliet();
        areFriends(juliet);
        FullJid gone = JULIET.on("gone");

        mantua.says(presence(Presence.Type.UNSUBSCRIBE, ROSALINE, gone));
        mantua.says(presence(Presence.Type.UNSUBSCRIBED, ROSALINE, gone));

        juliet.getsNothingMore();
        mantua.getsNothingMore();
        mantua.says(presence(Presence.Type.UNSUBSCRIBED, ROSALINE, juliet.address()));
        juliet.gets(Presence.Type.UNSUBSCRIBED, ROSALINE);
    }

    @Test
    @Spec(rfc = 6121, section = "4.2.2", says = "initial presence, and probes to the contacts")
    void a_friend_elsewhere_hears_her_come_change_and_go_and_is_asked() {
        TestClient juliet = juliet();
        areFriends(juliet);

        TestClient tablet = house.server.client(JULIET.on("tablet")).comesOnline();
        assertThat(List.of(mantua.nextPresence(), mantua.nextPresence()))
                .anySatisfy(
                        shown -> {
                            assertThat(shown.type()).isEqualTo(Presence.Type.AVAILABLE);
                            assertThat(shown.from()).isEqualTo(tablet.address());
                            assertThat(shown.to()).isEqualTo(ROSALINE);
                        })
                .anySatisfy(
                        probe -> {
                            assertThat(probe.type()).isEqualTo(Presence.Type.PROBE);
                            assertThat(probe.from()).isEqualTo(tablet.address());
                        });

        tablet.sendsPresence(Element.text("show", Stanza.CLIENT, "away"));
        assertThat(mantua.nextPresence().show()).isEqualTo("away");
        mantua.getsNothingMore();
        tablet.leaves();
        Presence gone = mantua.nextPresence();
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(gone.from()).isEqualTo(tablet.address());
    }

    @Test
    void a_friend_elsewhere_is_asked_though_everybody_here_is_listed() {
        AccountsHouse listed = AccountsHouse.listed().open();
        OtherServer other = new OtherServer(listed.server, listed.accounts.router());
        TestClient juliet = listed.server.client(JULIET.on("laptop")).comesOnline();
        juliet.sends(presence(Presence.Type.SUBSCRIBE, null, ROSALINE));
        other.says(presence(Presence.Type.SUBSCRIBED, ROSALINE, JULIET.address()));
        other.forgets();

        listed.server.client(JULIET.on("tablet")).comesOnline();

        assertThat(other.nextPresence().type()).isEqualTo(Presence.Type.PROBE);
        other.getsNothingMore(); // she does not see her
    }

    @Test
    @Spec(rfc = 6121, section = "4.3.2", says = "a probe is answered to who may see")
    void a_probe_is_answered_to_who_may_see_and_to_nobody_else() {
        TestClient juliet = juliet();
        mantua.says(presence(Presence.Type.PROBE, HER_PC, JULIET.address()));
        assertThat(mantua.nextPresence().type()).isEqualTo(Presence.Type.UNSUBSCRIBED);

        areFriends(juliet);
        mantua.says(presence(Presence.Type.PROBE, HER_PC, JULIET.address()));
        Presence shown = mantua.nextPresence();
        assertThat(shown.from()).isEqualTo(juliet.address());
        assertThat(shown.to()).isEqualTo(HER_PC);
        juliet.leaves();
        mantua.forgets();
        mantua.says(presence(Presence.Type.PROBE, HER_PC, JULIET.address()));
        assertThat(mantua.nextPresence().type()).isEqualTo(Presence.Type.UNAVAILABLE);
    }

    @Test
    @Spec(xep = 191, section = "3.3", says = "the blocked see nothing and are answered")
    void a_blocked_friend_elsewhere_sees_her_go_and_is_refused() {
        TestClient juliet = juliet();
        areFriends(juliet);

        Blocking.blocks(juliet, ROSALINE);

        Presence gone = mantua.nextPresence();
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(gone.to()).isEqualTo(ROSALINE);
        juliet.forgets();
        mantua.says(chat(HER_PC, JULIET.address(), "why?"));
        assertThat(mantua.next().isError()).isTrue();
        mantua.says(presence(Presence.Type.AVAILABLE, HER_PC, JULIET.address()));
        juliet.sendsPresence(Element.text("show", Stanza.CLIENT, "dnd"));
        juliet.gets(Presence.Type.AVAILABLE, juliet.address());
        juliet.getsNothingMore();
        mantua.getsNothingMore();

        Blocking.unblocks(juliet, ROSALINE);

        assertThat(List.of(mantua.nextPresence().type(), mantua.nextPresence().type()))
                .containsExactlyInAnyOrder(Presence.Type.AVAILABLE, Presence.Type.PROBE);
    }

    @Test
    void directed_presence_is_taken_back_at_the_end() {
        TestClient juliet = juliet();
        Jid room = Jid.parse("garden@conference.mantua.example/Juliet");

        juliet.sends(presence(Presence.Type.AVAILABLE, null, room));
        assertThat(mantua.nextPresence().to()).isEqualTo(room);
        juliet.leaves();

        Presence gone = mantua.nextPresence();
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(gone.to()).isEqualTo(room);
    }

    @Test
    void a_domain_that_may_not_be_talked_with_is_not_found() {
        TestClient juliet = juliet();
        mantua.isPermitted(false);

        juliet.sends(chat(null, ROSALINE, "hello?"));
        juliet.getsError(Condition.REMOTE_SERVER_NOT_FOUND);
        assertThat(
                        juliet.asks(Iq.Type.GET, ROSALINE, Element.empty("ping", "urn:xmpp:ping"))
                                .type())
                .isEqualTo(Iq.Type.ERROR);
        juliet.sends(presence(Presence.Type.SUBSCRIBE, null, ROSALINE));
        juliet.forgets();
        mantua.getsNothingMore();

        mantua.says(chat(HER_PC, JULIET.address(), "anybody?"));
        juliet.getsNothingMore();
        mantua.getsNothingMore();
        assertThat(history(JULIET.address())).isEmpty();
    }

    @Test
    void domains_of_one_server_obey_the_same_rule() {
        TestClient juliet = juliet();
        TestClient tybalt = house.server.client(TYBALT.on("pc")).comesOnline().forgets();

        juliet.sends(chat(null, TYBALT.address(), "cousin"));
        assertThat(tybalt.nextMessage().body()).isEqualTo("cousin");
        assertThat(history(TYBALT.address())).hasSize(1);
        mantua.getsNothingMore();

        mantua.isPermitted(false);
        juliet.sends(chat(null, TYBALT.address(), "cousin?"));
        juliet.getsError(Condition.SERVICE_UNAVAILABLE);
        tybalt.getsNothingMore();
    }

    @Test
    void what_a_room_tells_all_its_occupants_reaches_those_elsewhere() {
        Jid occupant = Jid.parse("garden@conference.example.org/Juliet");
        EncodedStanza line =
                EncodedStanza.of(
                        Message.of(
                                        Message.Type.GROUPCHAT,
                                        occupant,
                                        null,
                                        Element.text("body", Stanza.CLIENT, "good night"))
                                .toElement());

        house.accounts.router().send(line, occupant, HER_PC);

        Message told = (Message) mantua.next();
        assertThat(told.to()).isEqualTo(HER_PC);
        assertThat(told.from()).isEqualTo(occupant);
        assertThat(told.body()).isEqualTo("good night");
        mantua.isPermitted(false);
        house.accounts.router().send(line, occupant, HER_PC);
        mantua.getsNothingMore();
    }

    @Test
    void an_error_that_comes_back_reaches_the_client() {
        TestClient juliet = juliet();
        juliet.sends(chat(null, ROSALINE, "hello?"));
        Message sent = (Message) mantua.next();

        mantua.says(sent.refuse(Condition.REMOTE_SERVER_TIMEOUT.error()));

        assertThat(juliet.getsError(Condition.REMOTE_SERVER_TIMEOUT).from()).isEqualTo(ROSALINE);
    }
}
