package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.AliasHouse.ALIAS;
import static stoa.accounts.AliasHouse.ROMEOS;
import static stoa.accounts.AliasHouse.SUPPORT;
import static stoa.accounts.AliasHouse.onBehalf;
import static stoa.accounts.AliasHouse.pushed;
import static stoa.accounts.AliasHouse.roster;
import static stoa.accounts.AliasHouse.stands;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.StanzaIds;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.testkit.Line;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** One shared conversation per person and alias: docs/features/aliases.md. */
class AliasStoryTest {
    private final AliasHouse house = new AliasHouse();

    private TestClient romeo() {
        return house.online(ROMEO, "phone");
    }

    private TestClient juliet() {
        return house.online(JULIET, "laptop");
    }

    private TestClient mercutio() {
        return house.online(MERCUTIO, "pc");
    }

    private static void quiet(TestClient... clients) {
        for (TestClient client : clients) {
            client.forgets();
        }
    }

    private List<ArchiveRow> history(BareJid owner, BareJid with) {
        house.house.server.settle();
        var page =
                house.house
                        .store
                        .archive()
                        .page(ArchiveQuery.firstOf(owner, 100).with(with))
                        .toCompletableFuture()
                        .join();
        return ((ArchiveResult.Page) page).rows();
    }

    @Test
    void everybody_of_the_domain_has_the_alias_in_a_group_of_its_own() {
        TestClient romeo = romeo();
        Element item = Objects.requireNonNull(roster(romeo).get(SUPPORT.toString()));
        assertThat(item.attribute("name")).isEqualTo("Support");
        assertThat(item.childText("group")).isEqualTo("Aliases");
        assertThat(roster(romeo)).doesNotContainKey(ROMEOS.toString());
    }

    @Test
    void a_question_reaches_every_member_from_a_contact_named_after_the_person() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient mercutio = mercutio();
        quiet(romeo, juliet, mercutio);
        romeo.sends(chat().to(SUPPORT).id("q1").body("The printer is broken"));
        for (TestClient member : List.of(juliet, mercutio)) {
            Element contact = pushed(member);
            assertThat(contact.attribute("jid")).isEqualTo(ROMEOS.toString());
            assertThat(contact.attribute("name")).isEqualTo("romeo (Support)");
            assertThat(contact.childText("group")).isEqualTo("Support");
            Message told = member.gets(chat().from(ROMEOS).body("The printer is broken"));
            assertThat(told.id()).isEqualTo("q1");
            assertThat(told.to()).isEqualTo(member.address().bare());
            assertThat(stands(told).attribute("person")).isEqualTo("romeo@example.org");
            assertThat(stands(told).attribute("assignee")).isNull();
            member.getsNothingMore();
        }
        romeo.getsNothingMore();
        assertThat(romeo.handled()).isGreaterThan(1);
        assertThat(history(ROMEO.address(), SUPPORT)).hasSize(1);
        assertThat(history(JULIET.address(), ROMEOS)).hasSize(1);
        assertThat(history(SUPPORT, ROMEO.address())).hasSize(1);
    }

    @Test
    void an_answer_comes_from_the_alias_on_behalf_of_the_member() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient mercutio = mercutio();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        quiet(romeo, juliet, mercutio);
        juliet.sends(chat().to(ROMEOS).id("a1").body("Turn it off and on"));
        Message answer = romeo.gets(chat().from(SUPPORT).body("juliet: Turn it off and on"));
        assertThat(answer.id()).isEqualTo("a1");
        assertThat(onBehalf(answer)).isEqualTo("juliet");
        assertThat(answer.payload("nick", "http://jabber.org/protocol/nick")).isNotNull();
        assertThat(answer.toElement().toString()).doesNotContain("juliet@", "alias.example.org");
        Element fallback =
                Objects.requireNonNull(answer.payload("fallback", "urn:xmpp:fallback:0"));
        assertThat(fallback.attribute("for")).isEqualTo(ALIAS);
        assertThat(Objects.requireNonNull(fallback.firstChild()).attribute("end")).isEqualTo("8");
        Message seen = mercutio.gets(chat().from(ROMEOS).body("juliet: Turn it off and on"));
        assertThat(stands(seen).attribute("assignee")).isEqualTo("juliet@example.org");
        Message first = juliet.nextMessage();
        assertThat(first.type()).isEqualTo(Message.Type.HEADLINE);
        assertThat(stands(first).attribute("assignee-name")).isEqualTo("juliet");
        mercutio.sends(chat().to(ROMEOS).body("And kick it"));
        romeo.gets(chat().from(SUPPORT).body("mercutio: And kick it"));
        Message second = juliet.gets(chat().from(ROMEOS).body("mercutio: And kick it"));
        assertThat(stands(second).attribute("assignee")).isEqualTo("juliet@example.org");
        mercutio.getsNothingMore();
        assertThat(history(ROMEO.address(), SUPPORT)).hasSize(3);
        assertThat(history(MERCUTIO.address(), ROMEOS)).hasSize(3);
        romeo.forgets();
        assertThat(roster(romeo)).containsKey(SUPPORT.toString());
        assertThat(house.house.accounts.rosterItems(ROMEO.address()).toCompletableFuture().join())
                .filteredOn(item -> SUPPORT.toString().equals(item.attribute("jid")))
                .hasSize(1);
    }

    @Test
    void two_who_ask_at_once_are_two_conversations() {
        TestClient romeo = romeo();
        TestClient nurse = house.online(NURSE, "pc");
        TestClient juliet = juliet();
        quiet(romeo, nurse, juliet);
        romeo.submits(chat().to(SUPPORT).body("One"));
        nurse.submits(chat().to(SUPPORT).body("Two"));
        pushed(juliet);
        juliet.gets(chat().from(ROMEOS).body("One"));
        BareJid hers = BareJid.of("nurse+support@alias.example.org");
        assertThat(pushed(juliet).attribute("name")).isEqualTo("Angelica (Support)");
        juliet.gets(chat().from(hers).body("Two"));
        juliet.sends(chat().to(hers).body("For Angelica"));
        nurse.gets(chat().from(SUPPORT).body("juliet: For Angelica"));
        romeo.getsNothingMore();
    }

    @Test
    void its_presence_is_nobodys_to_see() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        romeo.sends(chat().to(SUPPORT).body("Hello"));
        quiet(romeo, juliet);
        romeo.sends(Presence.of(Presence.Type.SUBSCRIBE, null, SUPPORT));
        assertThat(pushed(romeo).attribute("subscription")).isEqualTo("both");
        romeo.sends(Presence.of(Presence.Type.PROBE, null, SUPPORT));
        romeo.sends(Presence.of(Presence.Type.AVAILABLE, null, SUPPORT));
        romeo.getsNothingMore();
        juliet.sends(Presence.of(Presence.Type.PROBE, null, ROMEOS));
        juliet.getsNothingMore();
    }

    @Test
    void disco_says_what_it_is() {
        TestClient romeo = romeo();
        Iq answer =
                romeo.asks(
                        Iq.Type.GET,
                        SUPPORT,
                        Element.empty("query", "http://jabber.org/protocol/disco#info"));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(Objects.requireNonNull(answer.payload()).toString())
                .contains("Support", "registered", ALIAS);
    }

    @Test
    void a_member_takes_hands_over_and_closes_in_plain_words() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient mercutio = mercutio();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        quiet(romeo, juliet, mercutio);
        juliet.sends(chat().to(ROMEOS).body("!take"));
        for (TestClient member : List.of(juliet, mercutio)) {
            Message told =
                    member.gets(chat().from(ROMEOS).body("juliet has taken this conversation."));
            assertThat(stands(told).attribute("assignee")).isEqualTo("juliet@example.org");
        }
        juliet.sends(chat().to(ROMEOS).body("!hand romeo"));
        assertThat(juliet.nextMessage().body()).startsWith("There is no such member.");
        juliet.sends(chat().to(ROMEOS).body("!hand Mercutio"));
        Message handed = mercutio.nextMessage();
        assertThat(stands(handed).attribute("assignee")).isEqualTo("mercutio@example.org");
        juliet.forgets();
        mercutio.sends(chat().to(ROMEOS).body("!done"));
        assertThat(pushed(juliet).attribute("subscription")).isEqualTo("remove");
        assertThat(juliet.nextMessage().body()).isEqualTo("mercutio has closed this conversation.");
        romeo.getsNothingMore();
        assertThat(roster(juliet)).doesNotContainKey(ROMEOS.toString());
        romeo.sends(chat().to(SUPPORT).body("Still broken"));
        quiet(mercutio);
        assertThat(pushed(juliet).attribute("name")).isEqualTo("romeo (Support)");
        assertThat(stands(juliet.nextMessage()).attribute("assignee")).isNull();
    }

    @Test
    void a_client_takes_and_hands_over_by_request() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient mercutio = mercutio();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        quiet(romeo, juliet, mercutio);
        Iq now = juliet.asks(Iq.Type.GET, ROMEOS, Element.empty("thread", ALIAS));
        assertThat(Objects.requireNonNull(now.payload()).elements().toList()).hasSize(2);
        assertThat(juliet.asks(Iq.Type.SET, ROMEOS, Element.empty("take", ALIAS)).type())
                .isEqualTo(Iq.Type.RESULT);
        Element over =
                Element.of("hand-over", ALIAS).attribute("to", "mercutio@example.org").build();
        assertThat(juliet.asks(Iq.Type.SET, ROMEOS, over).type()).isEqualTo(Iq.Type.RESULT);
        Element stranger =
                Element.of("hand-over", ALIAS).attribute("to", "nurse@example.org").build();
        assertThat(juliet.asks(Iq.Type.SET, ROMEOS, stranger).type()).isEqualTo(Iq.Type.ERROR);
        mercutio.nextMessage();
        assertThat(stands(mercutio.nextMessage()).attribute("assignee-name")).isEqualTo("mercutio");
        Iq all =
                mercutio.asks(
                        Iq.Type.GET,
                        DomainJid.of("alias.example.org"),
                        Element.empty("aliases", ALIAS));
        assertThat(Objects.requireNonNull(all.payload()).toString())
                .contains("romeo+support@alias.example.org", "mercutio@example.org");
        assertThat(romeo.asks(Iq.Type.SET, ROMEOS, Element.empty("take", ALIAS)).type())
                .isEqualTo(Iq.Type.ERROR);
    }

    @Test
    void only_members_reach_a_conversation_and_only_the_domain_the_alias() {
        TestClient romeo = romeo();
        TestClient nurse = house.online(NURSE, "pc");
        TestClient tybalt = house.online(TYBALT, "pc");
        TestClient juliet = juliet();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        quiet(romeo, nurse, tybalt, juliet);
        nurse.sends(chat().to(ROMEOS).body("I am nobody"));
        nurse.getsError(Condition.SERVICE_UNAVAILABLE);
        romeo.sends(chat().to(ROMEOS).body("It is me"));
        romeo.getsError(Condition.SERVICE_UNAVAILABLE);
        tybalt.sends(chat().to(SUPPORT).body("From elsewhere"));
        tybalt.getsError(Condition.SERVICE_UNAVAILABLE);
        nurse.asks(Iq.Type.GET, ROMEOS, Element.empty("thread", ALIAS));
        juliet.getsNothingMore();
    }

    @Test
    void who_is_a_member_no_more_loses_the_conversations_at_once_and_a_new_one_has_them() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient nurse = house.online(NURSE, "pc");
        romeo.sends(chat().to(SUPPORT).body("Help"));
        juliet.sends(chat().to(ROMEOS).body("Coming"));
        quiet(romeo, juliet, nurse);
        house.done(
                house.register.members(
                        SUPPORT, List.of(NURSE.address()), List.of(JULIET.address())));
        assertThat(pushed(juliet).attribute("subscription")).isEqualTo("remove");
        assertThat(pushed(nurse).attribute("name")).isEqualTo("romeo (Support)");
        Message before = nurse.gets(chat().from(ROMEOS).body("Help"));
        assertThat(before.payload("delay", "urn:xmpp:delay")).isNotNull();
        nurse.gets(chat().from(ROMEOS).body("juliet: Coming"));
        nurse.getsNothingMore();
        juliet.sends(chat().to(ROMEOS).body("One more thing"));
        juliet.getsError(Condition.SERVICE_UNAVAILABLE);
        romeo.sends(chat().to(SUPPORT).body("And?"));
        Message told = nurse.gets(chat().from(ROMEOS).body("And?"));
        assertThat(stands(told).attribute("assignee")).isNull();
        juliet.getsNothingMore();
        assertThat(history(NURSE.address(), ROMEOS)).hasSize(3);
        house.done(house.register.members(SUPPORT, List.of(), List.of(NURSE.address())));
        house.done(house.register.members(SUPPORT, List.of(NURSE.address()), List.of()));
        assertThat(history(NURSE.address(), ROMEOS)).hasSize(3);
    }

    @Test
    void nobody_hears_what_is_not_stored() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        quiet(romeo, juliet);
        int before = romeo.handled();
        romeo.submits(chat().to(SUPPORT).id("q").body("Lost?"));
        house.house.server.settleWithoutCommit();
        assertThat(juliet.hasNothing()).isTrue();
        assertThat(romeo.handled()).isEqualTo(before);
        house.house.failCommits(true);
        house.house.server.settle();
        assertThat(romeo.getsError(Condition.INTERNAL_SERVER_ERROR).id()).isEqualTo("q");
        juliet.getsNothingMore();
        house.house.failCommits(false);
        romeo.sends(chat().to(SUPPORT).body("Again"));
        pushed(juliet);
        juliet.gets(chat().from(ROMEOS).body("Again"));
        assertThat(history(ROMEO.address(), SUPPORT)).hasSize(1);
    }

    @Test
    void what_was_acknowledged_survives_and_a_resend_is_not_told_again() {
        TestClient romeo = romeo();
        romeo.sends(chat().to(SUPPORT).origin("o1").body("Once"));
        house.restarts();
        TestClient again = romeo();
        again.sends(chat().to(SUPPORT).origin("o1").body("Once"));
        again.getsNothingMore();
        assertThat(history(ROMEO.address(), SUPPORT)).hasSize(1);
        TestClient juliet = house.house.server.client(JULIET.on("laptop")).binds();
        assertThat(roster(juliet)).containsKey(ROMEOS.toString());
        juliet.sendsPresence();
        Message late = house.house.skipTo(juliet, Message.class);
        assertThat(late.body()).isEqualTo("Once");
        assertThat(late.from()).isEqualTo(ROMEOS);
        assertThat(late.payload("delay", "urn:xmpp:delay")).isNotNull();
        assertThat(StanzaIds.idBy(JULIET.address(), late)).isPositive();
    }

    @Test
    void own_devices_are_told_by_carbons() {
        List<MessageRoute.Sent> sent = new ArrayList<>();
        AliasHouse fresh = new AliasHouse(sent::add);
        TestClient romeo = fresh.online(ROMEO, "phone");
        romeo.sends(chat().to(SUPPORT).body("Help"));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().message().to()).isEqualTo(SUPPORT);
        assertThat(sent.getFirst().account().address()).isEqualTo(ROMEO.address());
        TestClient juliet = fresh.online(JULIET, "laptop");
        juliet.sends(chat().to(ROMEOS).body("Yes"));
        assertThat(sent.getLast().message().body()).isEqualTo("Yes");
        assertThat(sent.getLast().id()).isNotNull();
    }

    @Test
    void nothing_passes_that_names_somebody() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        quiet(romeo, juliet);
        Line line =
                chat().to(ROMEOS)
                        .body("> Help\nHere")
                        .with(
                                Element.of("reply", "urn:xmpp:reply:0")
                                        .attribute("to", "juliet@example.org/laptop")
                                        .attribute("id", "q1")
                                        .build())
                        .with(
                                Element.of("fallback", "urn:xmpp:fallback:0")
                                        .attribute("for", "urn:xmpp:reply:0")
                                        .child(
                                                Element.of("body", "urn:xmpp:fallback:0")
                                                        .attribute("start", "0")
                                                        .attribute("end", "7")
                                                        .build())
                                        .build())
                        .with(Element.text("nick", "http://jabber.org/protocol/nick", "J"))
                        .with(Element.text("who", "urn:example", "juliet@example.org"));
        juliet.sends(line);
        Message answer = romeo.gets(chat().from(SUPPORT).body("juliet:\n> Help\nHere"));
        assertThat(answer.toElement().toString()).doesNotContain("juliet@", "urn:example");
        assertThat(answer.toElement().toString()).contains("start='8'", "end='15'");
        romeo.sends(
                chat().to(SUPPORT)
                        .body("secret")
                        .with(Element.empty("encrypted", "eu.siacs.conversations.axolotl")));
        romeo.getsError(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void receipts_are_the_alias_own_and_markers_go_to_the_person_alone() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        TestClient mercutio = mercutio();
        quiet(romeo, juliet, mercutio);
        romeo.sends(
                chat().to(SUPPORT)
                        .id("q1")
                        .body("Help")
                        .with(Element.empty("request", "urn:xmpp:receipts")));
        Message receipt = romeo.nextMessage();
        assertThat(receipt.from()).isEqualTo(SUPPORT);
        assertThat(receipt.payload("received", "urn:xmpp:receipts")).isNotNull();
        pushed(juliet);
        assertThat(juliet.nextMessage().payload("request", "urn:xmpp:receipts")).isNull();
        quiet(mercutio);
        juliet.sends(
                chat().to(ROMEOS)
                        .with(
                                Element.of("received", "urn:xmpp:receipts")
                                        .attribute("id", "q1")
                                        .build()));
        romeo.getsNothingMore();
        juliet.sends(
                chat().to(ROMEOS)
                        .with(
                                Element.of("displayed", "urn:xmpp:chat-markers:0")
                                        .attribute("id", "q1")
                                        .build()));
        assertThat(romeo.nextMessage().payload("displayed", "urn:xmpp:chat-markers:0")).isNotNull();
        mercutio.getsNothingMore();
        juliet.sends(
                chat().to(ROMEOS)
                        .with(Element.empty("composing", "http://jabber.org/protocol/chatstates")));
        assertThat(romeo.nextMessage().from()).isEqualTo(SUPPORT);
        mercutio.getsNothingMore();
        romeo.sends(
                chat().to(SUPPORT)
                        .body("Help!")
                        .with(
                                Element.of("replace", "urn:xmpp:message-correct:0")
                                        .attribute("id", "q1")
                                        .build()));
        assertThat(
                        Objects.requireNonNull(
                                        mercutio.nextMessage()
                                                .payload("replace", "urn:xmpp:message-correct:0"))
                                .attribute("id"))
                .isEqualTo("q1");
    }

    @Test
    void blocking_it_ends_the_talk() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        romeo.asks(
                Iq.Type.SET,
                null,
                Element.of("block", "urn:xmpp:blocking")
                        .child(
                                Element.of("item", "urn:xmpp:blocking")
                                        .attribute("jid", SUPPORT.toString())
                                        .build())
                        .build());
        quiet(romeo, juliet);
        juliet.sends(chat().to(ROMEOS).body("Are you there?"));
        juliet.getsError(Condition.SERVICE_UNAVAILABLE);
        romeo.getsNothingMore();
    }

    @Test
    void one_that_takes_no_chat_is_no_contact_and_refuses() {
        TestClient romeo = romeo();
        quiet(romeo);
        house.done(house.register.live(SUPPORT, false));
        assertThat(pushed(romeo).attribute("subscription")).isEqualTo("remove");
        romeo.sends(chat().to(SUPPORT).body("Hello?"));
        romeo.getsError(Condition.SERVICE_UNAVAILABLE);
        house.done(house.register.live(SUPPORT, true));
        assertThat(pushed(romeo).attribute("name")).isEqualTo("Support");
    }

    @Test
    void a_computed_contact_is_renamed_and_not_removed() {
        TestClient romeo = romeo();
        quiet(romeo);
        Element renamed =
                Element.of("query", "jabber:iq:roster")
                        .child(
                                Element.of("item", "jabber:iq:roster")
                                        .attribute("jid", SUPPORT.toString())
                                        .attribute("name", "Helpers")
                                        .child("group", "Aliases")
                                        .build())
                        .build();
        romeo.asks(Iq.Type.SET, null, renamed);
        romeo.forgets();
        Element item = Objects.requireNonNull(roster(romeo).get(SUPPORT.toString()));
        assertThat(item.attribute("name")).isEqualTo("Helpers");
        assertThat(item.childText("group")).isEqualTo("Aliases");
        Element removal =
                Element.of("query", "jabber:iq:roster").child(RosterView.removed(SUPPORT)).build();
        assertThat(romeo.asks(Iq.Type.SET, null, removal).type()).isEqualTo(Iq.Type.ERROR);
    }

    @Test
    void an_account_that_is_deleted_is_no_member() {
        TestClient romeo = romeo();
        romeo.sends(chat().to(SUPPORT).body("Help"));
        house.house.remove(JULIET);
        house.aliases.forget(JULIET.address());
        house.house.server.settle();
        assertThat(house.register.list("example.org").toCompletableFuture().join())
                .allSatisfy(
                        alias -> assertThat(alias.members()).containsExactly(MERCUTIO.address()));
        house.house.remove(MERCUTIO);
        house.aliases.forget(MERCUTIO.address());
        romeo.forgets();
        romeo.sends(chat().to(SUPPORT).body("Anybody?"));
        romeo.getsError(Condition.SERVICE_UNAVAILABLE);
    }

    @Test
    void what_cannot_be_is_refused_in_words() {
        assertThat(house.refused(house.register.add(ROMEO.address(), null, List.of())))
                .contains("account");
        assertThat(house.refused(house.register.add(SUPPORT, null, List.of()))).contains("exists");
        assertThat(
                        house.refused(
                                house.register.add(BareJid.of("a+b@example.org"), null, List.of())))
                .contains("plus");
        assertThat(
                        house.refused(
                                house.register.add(
                                        BareJid.of("sales@example.org"),
                                        null,
                                        List.of(TYBALT.address()))))
                .contains("capulet.example");
        assertThat(
                        house.refused(
                                house.register.members(
                                        SUPPORT,
                                        List.of(BareJid.of("nobody@example.org")),
                                        List.of())))
                .contains("no account");
        assertThat(house.refused(house.register.remove(BareJid.of("sales@example.org"))))
                .contains("no alias");
    }
}
