package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.testkit.Line;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * The server's rules for processing stanzas, RFC 6121 section 8, a play a case, between people who
 * do not see each other.
 */
class DeliveryStoryTest {
    private static final DomainJid DOMAIN = DomainJid.of("example.org");
    private static final BareJid NOBODY = BareJid.of("nobody@example.org");
    private static final FullJid GONE = JULIET.on("gone");
    private static final Element UNKNOWN = Element.empty("query", "urn:example:unknown");

    private final AccountsHouse house = AccountsHouse.unlisted().open();

    private TestClient pc() {
        return house.server.client(ROMEO.on("pc")).comesOnline().forgets();
    }

    private TestClient juliet(String resource, int priority) {
        return house.server
                .client(JULIET.on(resource))
                .binds()
                .sendsPresence(Element.text("priority", Stanza.CLIENT, Integer.toString(priority)))
                .forgets();
    }

    private static Line line(Message.Type type, Jid to) {
        return Line.of(type).to(to).body("hello");
    }

    private static Iq request(Jid to) {
        return Iq.of(Iq.Type.GET, null, to, "q1", UNKNOWN);
    }

    private static Presence presence(Presence.Type type, Jid to) {
        return Presence.of(type, null, to);
    }

    @Spec(rfc = 6121, section = "8.1.1", says = "a message to nobody is one to oneself")
    @Test
    void a_message_without_to_comes_to_the_sender_s_own_resources() {
        TestClient laptop = juliet("laptop", 0);
        TestClient phone = juliet("phone", 0);
        laptop.forgets();
        laptop.sends(Line.of(Message.Type.CHAT).body("note to self"));
        phone.gets(chat().body("note to self"));
        laptop.gets(chat().body("note to self"));
    }

    @Spec(rfc = 6121, section = "8.1.3", says = "an IQ to nobody is the account's own")
    @Test
    void a_request_without_to_is_answered_by_the_account() {
        TestClient pc = pc();
        pc.sends(Iq.of(Iq.Type.GET, null, null, "q1", UNKNOWN));
        pc.getsError(Condition.SERVICE_UNAVAILABLE);
        assertThat(pc.asksForRoster().elements()).isEmpty();
    }

    @Spec(rfc = 6121, section = "8.2", says = "a remote domain that cannot be reached")
    @Test
    void what_is_for_another_server_comes_back() {
        TestClient pc = pc();
        BareJid elsewhere = BareJid.of("juliet@elsewhere.example");
        pc.sends(line(Message.Type.CHAT, elsewhere)).getsError(Condition.REMOTE_SERVER_NOT_FOUND);
        pc.sends(request(elsewhere)).getsError(Condition.REMOTE_SERVER_NOT_FOUND);
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.3", says = "the local domain itself, and a resource of it")
    @Test
    void the_domain_answers_requests_and_takes_no_messages() {
        TestClient pc = pc();
        pc.sends(request(DOMAIN)).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(request(Jid.parse("example.org/announce")))
                .getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(line(Message.Type.CHAT, DOMAIN)).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(line(Message.Type.ERROR, DOMAIN));
        pc.sends(Iq.of(Iq.Type.RESULT, null, DOMAIN, "r1"));
        pc.getsNothingMore();
    }

    @Spec(xep = 30, section = "8", says = "an empty result where the target does not exist")
    @Test
    void nobody_has_no_items() {
        TestClient pc = pc();
        Element items =
                Element.of("query", "http://jabber.org/protocol/disco#items")
                        .attribute("node", "urn:example:node")
                        .build();
        Iq answer = pc.asks(Iq.Type.GET, NOBODY, items);
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(answer.from()).isEqualTo(NOBODY);
        assertThat(answer.payload()).isEqualTo(items);
        pc.sends(Iq.of(Iq.Type.SET, null, NOBODY, "i2", items))
                .getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(Iq.of(Iq.Type.GET, null, NOBODY.withResource("x"), "i3", items))
                .getsError(Condition.SERVICE_UNAVAILABLE);
    }

    @Spec(rfc = 6121, section = "8.5.1", says = "no such user")
    @Test
    void nobody_gets_messages_and_requests_back_and_presence_ignored() {
        TestClient pc = pc();
        for (Jid to : List.<Jid>of(NOBODY, NOBODY.withResource("x"))) {
            pc.sends(line(Message.Type.CHAT, to)).getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(line(Message.Type.NORMAL, to)).getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(request(to)).getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(line(Message.Type.ERROR, to));
            pc.sends(Iq.of(Iq.Type.RESULT, null, to, "r1"));
            pc.sends(presence(Presence.Type.AVAILABLE, to));
            pc.sends(presence(Presence.Type.UNAVAILABLE, to));
            pc.sends(presence(Presence.Type.PROBE, to));
            pc.getsNothingMore();
        }
    }

    @Spec(rfc = 6121, section = "8.5.2.1.1", says = "to the bare address with resources there")
    @ParameterizedTest
    @EnumSource(
            value = Message.Type.class,
            names = {"NORMAL", "CHAT", "HEADLINE"})
    void a_message_comes_to_every_resource_that_takes_messages(Message.Type type) {
        TestClient laptop = juliet("laptop", 0);
        TestClient phone = juliet("phone", 7);
        TestClient bot = juliet("bot", -1);
        TestClient silent = house.server.client(JULIET.on("silent")).binds();
        List.of(laptop, phone, bot, silent).forEach(TestClient::forgets);
        TestClient pc = pc();
        pc.sends(line(type, JULIET.address()));
        laptop.gets(line(type, JULIET.address()).from(pc));
        phone.gets(line(type, JULIET.address()).from(pc));
        bot.getsNothingMore();
        silent.getsNothingMore();
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.2.1.1", says = "groupchat to a bare address is refused")
    @Test
    void groupchat_is_nothing_for_an_account_and_errors_are_ignored() {
        TestClient laptop = juliet("laptop", 0);
        TestClient pc = pc();
        pc.sends(line(Message.Type.GROUPCHAT, JULIET.address()))
                .getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(line(Message.Type.ERROR, JULIET.address()));
        pc.getsNothingMore();
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6120, section = "8.3.1", says = "an error may include what was sent")
    @Test
    void who_is_refused_a_message_gets_it_back() {
        juliet("laptop", 0);
        TestClient pc = pc();
        for (Jid to : List.<Jid>of(JULIET.address(), NOBODY)) {
            Message sent =
                    Message.of(
                            Message.Type.GROUPCHAT,
                            null,
                            to,
                            Element.text("body", Stanza.CLIENT, "hello"));
            pc.sends(sent);
            Message back = pc.nextMessage();
            assertThat(back.type()).isEqualTo(Message.Type.ERROR);
            assertThat(back.from()).isEqualTo(to);
            assertThat(back.body()).isEqualTo("hello");
            assertThat(back.payloads().getLast().name()).isEqualTo("error");
        }
    }

    @Spec(rfc = 6121, section = "8.5.2.1.2", says = "presence to the bare address")
    @Test
    void directed_presence_comes_to_every_available_resource() {
        TestClient laptop = juliet("laptop", 0);
        TestClient bot = juliet("bot", -1);
        TestClient silent = house.server.client(JULIET.on("silent")).binds();
        List.of(laptop, bot).forEach(TestClient::forgets);
        TestClient pc = pc();
        pc.sends(presence(Presence.Type.AVAILABLE, JULIET.address()));
        laptop.gets(Presence.Type.AVAILABLE, pc.address());
        bot.gets(Presence.Type.AVAILABLE, pc.address());
        silent.getsNothingMore();
        pc.sends(presence(Presence.Type.UNAVAILABLE, JULIET.address()));
        laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
        bot.gets(Presence.Type.UNAVAILABLE, pc.address());
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.2.1.3", says = "IQs to the bare address are the server's")
    @Test
    void a_request_to_an_account_is_not_passed_to_its_clients() {
        TestClient laptop = juliet("laptop", 0);
        TestClient pc = pc();
        pc.sends(request(JULIET.address())).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(Iq.of(Iq.Type.RESULT, null, JULIET.address(), "r1"));
        pc.sends(Iq.of(Iq.Type.ERROR, null, JULIET.address(), "r2"));
        pc.getsNothingMore();
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.2.2.1", says = "to the bare address with nobody there")
    @Test
    void messages_wait_and_headlines_and_errors_do_not() {
        TestClient pc = pc();
        pc.sends(line(Message.Type.HEADLINE, JULIET.address()));
        pc.sends(line(Message.Type.ERROR, JULIET.address()));
        pc.getsNothingMore();
        pc.sends(line(Message.Type.GROUPCHAT, JULIET.address()))
                .getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(Line.chat().to(JULIET.address()).body("one"));
        pc.sends(Line.normal().to(JULIET.address()).body("two"));
        pc.getsNothingMore();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds().sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        laptop.gets(Line.chat().body("one"));
        laptop.gets(Line.normal().body("two"));
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.2.2.1", says = "what is not stored comes back, with an error")
    @Test
    void what_would_not_wait_comes_back_unless_it_shows_a_passing_state() {
        TestClient pc = pc();
        Element unknown = Element.empty("dance", "urn:example:dance");
        Element subject = Element.text("subject", Stanza.CLIENT, "love");
        Element noStore = Element.empty("no-store", "urn:xmpp:hints");
        for (Jid to : List.<Jid>of(JULIET.address(), GONE)) {
            pc.sends(Line.chat().to(to)).getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(Line.chat().to(to).with(unknown)).getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(Line.chat().to(to).with(subject).with(noStore))
                    .getsError(Condition.SERVICE_UNAVAILABLE);
            pc.sends(
                    Line.chat()
                            .to(to)
                            .with(
                                    Element.empty(
                                            "composing", "http://jabber.org/protocol/chatstates")));
            pc.getsNothingMore();
        }
        pc.sends(Line.normal().to(JULIET.address())).getsError(Condition.SERVICE_UNAVAILABLE);
    }

    @Spec(rfc = 6121, section = "8.5.2.2.2", says = "presence to the bare address, nobody there")
    @Test
    void presence_to_somebody_who_is_away_is_ignored_and_a_request_waits() {
        TestClient pc = pc();
        pc.sends(presence(Presence.Type.AVAILABLE, JULIET.address()));
        pc.sends(presence(Presence.Type.UNAVAILABLE, JULIET.address()));
        pc.getsNothingMore();
        pc.sends(presence(Presence.Type.SUBSCRIBE, JULIET.address())).forgets();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds().sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.2.2.3", says = "IQs to the bare address, nobody there")
    @Test
    void a_request_to_somebody_who_is_away_is_answered_all_the_same() {
        TestClient pc = pc();
        pc.sends(request(JULIET.address())).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(Iq.of(Iq.Type.RESULT, null, JULIET.address(), "r1"));
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.1", says = "to a full address that matches")
    @ParameterizedTest
    @EnumSource(Message.Type.class)
    void a_message_to_a_resource_comes_to_it_alone_whatever_its_priority(Message.Type type) {
        TestClient laptop = juliet("laptop", 5);
        TestClient bot = juliet("bot", -1);
        laptop.forgets();
        TestClient pc = pc();
        pc.sends(line(type, bot.address()));
        bot.gets(line(type, bot.address()).from(pc));
        laptop.getsNothingMore();
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.1", says = "presence and IQs to one that matches")
    @Test
    void presence_and_requests_to_a_resource_come_to_it_alone() {
        TestClient laptop = juliet("laptop", 0);
        TestClient phone = juliet("phone", 0);
        laptop.forgets();
        TestClient pc = pc();
        pc.sends(presence(Presence.Type.AVAILABLE, phone.address()));
        phone.gets(Presence.Type.AVAILABLE, pc.address());
        pc.sends(request(phone.address()));
        Iq asked = phone.nextIq();
        assertThat(asked.from()).isEqualTo(pc.address());
        phone.sends(Iq.of(Iq.Type.RESULT, null, pc.address(), asked.id()));
        assertThat(pc.nextIq().type()).isEqualTo(Iq.Type.RESULT);
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.2.1", says = "chat to a full address that is gone")
    @Test
    void a_chat_message_to_a_resource_that_has_gone_comes_to_the_others() {
        TestClient laptop = juliet("laptop", 0);
        TestClient phone = juliet("phone", 3);
        laptop.forgets();
        TestClient pc = pc();
        pc.sends(line(Message.Type.CHAT, GONE));
        laptop.gets(chat().body("hello").from(pc));
        phone.gets(chat().body("hello").from(pc));
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.2.1", says = "other messages to one that is gone")
    @Test
    void other_messages_to_a_resource_that_has_gone_do_not() {
        TestClient laptop = juliet("laptop", 0);
        TestClient pc = pc();
        pc.sends(line(Message.Type.NORMAL, GONE)).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(line(Message.Type.GROUPCHAT, GONE)).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(line(Message.Type.HEADLINE, GONE));
        pc.sends(line(Message.Type.ERROR, GONE));
        pc.getsNothingMore();
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.2.2", says = "presence to a full address that is gone")
    @Test
    void presence_to_a_resource_that_has_gone_is_ignored_and_a_request_is_the_account_s() {
        TestClient laptop = juliet("laptop", 0);
        TestClient pc = pc();
        pc.sends(presence(Presence.Type.AVAILABLE, GONE));
        pc.sends(presence(Presence.Type.UNAVAILABLE, GONE));
        pc.getsNothingMore();
        laptop.getsNothingMore();
        pc.sends(presence(Presence.Type.SUBSCRIBE, GONE)).forgets();
        laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "8.5.3.2.3", says = "IQs to a full address that is gone")
    @Test
    void a_request_to_a_resource_that_has_gone_comes_back() {
        TestClient laptop = juliet("laptop", 0);
        TestClient pc = pc();
        pc.sends(request(GONE)).getsError(Condition.SERVICE_UNAVAILABLE);
        pc.sends(Iq.of(Iq.Type.RESULT, null, GONE, "r1"));
        pc.getsNothingMore();
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6120, section = "7.7.2.2", says = "the newer of two with one address stays")
    @Test
    void the_newer_session_of_one_resource_stays_and_the_older_ends_with_conflict() {
        TestClient older = juliet("laptop", 0);
        TestClient phone = juliet("phone", 0);
        older.forgets();
        TestClient newer = house.server.client(JULIET.on("laptop")).binds();
        assertThat(older.ended()).isEqualTo("conflict");
        assertThat(newer.ended()).isNull();
        // The old one's presence is not the new one's.
        phone.gets(Presence.Type.UNAVAILABLE, JULIET.on("laptop"));
        // What the old one still says counts for nothing, and its end is not the new one's.
        older.sendsPresence();
        phone.getsNothingMore();
        older.isLost();
        newer.sendsPresence();
        newer.gets(Presence.Type.AVAILABLE, newer.address());
        phone.gets(Presence.Type.AVAILABLE, newer.address());
        TestClient pc = pc();
        pc.sends(line(Message.Type.CHAT, newer.address()));
        newer.forgetsPresence().gets(chat().body("hello"));
        older.getsNothingMore();
    }
}
