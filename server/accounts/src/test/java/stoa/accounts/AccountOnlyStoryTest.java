package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Line.normal;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.core.session.Scope;
import stoa.testkit.Line;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * An application that has to do with Juliet's account alone (XEP-0493 section 3.1.1) is connected,
 * and neither she nor Romeo notices.
 */
class AccountOnlyStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();
    private TestClient garden;
    private TestClient romeo;

    @BeforeEach
    void the_application_is_connected() {
        garden = house.server.application(JULIET.on("garden"), Scope.ACCOUNT_WRITE).binds();
        romeo = house.server.client(ROMEO.on("orchard")).comesOnline().forgets();
    }

    private static Element roster(String jid) {
        return Element.of("query", RosterView.NAMESPACE)
                .child(Element.of("item", RosterView.NAMESPACE).attribute("jid", jid).build())
                .build();
    }

    private TestClient laptop() {
        return house.server.client(JULIET.on("laptop")).comesOnline();
    }

    private static Set<Jid> seenBy(TestClient client) {
        Set<Jid> seen = new HashSet<>();
        while (!client.hasNothing()) {
            if (client.next() instanceof Presence presence && presence.from() != null) {
                seen.add(presence.from());
            }
        }
        return seen;
    }

    @Spec(xep = 493, section = "3.1.1", says = "no access to current communications")
    @Test
    void what_is_said_to_the_account_waits_for_its_owner() {
        romeo.sends(chat().to(JULIET.address()).body("good night"));
        romeo.sends(chat().to(garden).body("good night, good night"));
        garden.getsNothingMore();
        romeo.getsNothingMore();
        TestClient laptop = laptop();
        assertThat(house.skipTo(laptop, Message.class).payload("body", "jabber:client"))
                .extracting(body -> Objects.requireNonNull(body).text())
                .isEqualTo("good night");
        laptop.gets(chat().body("good night, good night"));
        garden.getsNothingMore();
    }

    @Test
    void beside_its_owner_it_gets_nothing_either() {
        TestClient laptop = laptop().forgets();
        romeo.forgets();
        romeo.sends(chat().to(JULIET.address()).body("one"));
        romeo.sends(chat().to(garden).body("two"));
        romeo.sends(Line.of(Message.Type.HEADLINE).to(JULIET.address()).body("three"));
        romeo.sends(Line.of(Message.Type.HEADLINE).to(garden).body("four"));
        laptop.gets(chat().body("one"));
        laptop.gets(chat().body("two"));
        laptop.gets(Line.of(Message.Type.HEADLINE).body("three"));
        laptop.getsNothingMore();
        laptop.sends(chat().to(romeo).body("sweet sorrow"));
        garden.getsNothingMore();
    }

    /** RFC 6121 section 8.5.3.2: as if that resource were not there. */
    @Test
    void its_address_is_nobodys() {
        romeo.sends(normal().to(garden).body("art thou there?"));
        romeo.getsError(Condition.SERVICE_UNAVAILABLE);
        Iq answer =
                romeo.asks(
                        Iq.Type.GET, garden.address(), Element.empty("query", "jabber:iq:version"));
        Blocking.assertRefused(answer, Condition.SERVICE_UNAVAILABLE);
        garden.getsNothingMore();
    }

    @ParameterizedTest
    @EnumSource(
            value = Iq.Type.class,
            names = {"RESULT", "ERROR"})
    void nobody_answers_it_who_was_not_asked(Iq.Type type) {
        romeo.sends(
                Iq.of(
                        type,
                        null,
                        garden.address(),
                        "1",
                        Element.text("a", "urn:example:a", "a word")));
        garden.getsNothingMore();
        romeo.getsNothingMore();
    }

    @ParameterizedTest
    @EnumSource(Presence.Type.class)
    void presence_does_not_find_it(Presence.Type type) {
        for (Jid to : new Jid[] {garden.address(), JULIET.address()}) {
            romeo.sends(Presence.of(type, null, to));
        }
        garden.getsNothingMore();
    }

    @Test
    void what_was_encoded_for_many_does_not_find_it() {
        EncodedStanza said =
                EncodedStanza.of(
                        Message.of(Message.Type.GROUPCHAT, ROMEO.on("orchard"), null).toElement());
        house.accounts.router().send(said, ROMEO.on("orchard"), garden.address());
        garden.getsNothingMore();
    }

    @Test
    void it_sees_nobody_come_and_nobody_sees_it() {
        garden.sends(Presence.of(Presence.Type.AVAILABLE, null, null));
        garden.getsError(Condition.FORBIDDEN);
        TestClient laptop = laptop();
        laptop.becomesUnavailable();
        garden.getsNothingMore();
        garden.leaves();
        assertThat(seenBy(laptop)).contains(romeo.address()).doesNotContain(garden.address());
        assertThat(seenBy(romeo)).contains(laptop.address()).doesNotContain(garden.address());
    }

    @Test
    void it_says_nothing_to_anybody() {
        garden.sends(chat().to(romeo).body("not hers"));
        garden.getsError(Condition.FORBIDDEN);
        garden.sends(Presence.of(Presence.Type.SUBSCRIBE, null, ROMEO.address()));
        garden.getsError(Condition.FORBIDDEN);
        Iq answer =
                garden.asks(
                        Iq.Type.GET, romeo.address(), Element.empty("query", "jabber:iq:version"));
        Blocking.assertRefused(answer, Condition.FORBIDDEN);
        romeo.getsNothingMore();
        assertThat(garden.handled()).as("each is answered for").isEqualTo(3);
    }

    @Spec(
            rfc = 6121,
            section = "2.1.6",
            says = "the server pushes to interested resources, which have asked for the roster")
    @Test
    void the_roster_is_pushed_to_it_when_it_has_asked_for_it() {
        assertThat(garden.asks(Iq.Type.SET, null, roster("nurse@elsewhere.example")).type())
                .isEqualTo(Iq.Type.RESULT);
        garden.getsNothingMore();
        assertThat(garden.asksForRoster().elements()).isNotEmpty();
        garden.asks(Iq.Type.SET, null, roster("peter@elsewhere.example"));
        assertThat(garden.nextIq().type()).isEqualTo(Iq.Type.SET);
        garden.getsNothingMore();
    }

    @Test
    void the_block_list_is_pushed_to_it_when_it_has_asked_for_it() {
        Blocking.blocks(garden, "tybalt@elsewhere.example");
        garden.getsNothingMore();
        assertThat(Blocking.list(garden)).containsExactly("tybalt@elsewhere.example");
        Blocking.unblocks(garden);
        assertThat(garden.nextIq().type()).isEqualTo(Iq.Type.SET);
        garden.getsNothingMore();
    }

    @Test
    void who_may_only_read_changes_nothing() {
        TestClient reader =
                house.server.application(JULIET.on("reader"), Scope.ACCOUNT_READ).binds();
        Blocking.assertRefused(
                reader.asks(Iq.Type.SET, null, roster("nurse@elsewhere.example")),
                Condition.FORBIDDEN);
        Blocking.assertRefused(
                Blocking.sets(reader, Blocking.command("block", "romeo@example.org")),
                Condition.FORBIDDEN);
        assertThat(reader.asksForRoster().toString()).doesNotContain("elsewhere");
        assertThat(Blocking.list(reader)).isEmpty();
    }

    /** It has a place among the resources, so that what ends them ends it. */
    @Test
    void it_ends_with_the_password_and_with_the_account() {
        house.accounts.endSessions(JULIET.address(), null, "The password was changed.");
        house.server.settle();
        assertThat(garden.ended()).isEqualTo("not-authorized");
    }
}
