package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Rosters: the domain's people listed to each other, and the owner's own contacts. */
class RosterStoryTest {
    private static Element item(Jid contact, @Nullable String name, String... groups) {
        Element.Builder item =
                Element.of("item", RosterView.NAMESPACE)
                        .attribute("jid", contact.toString())
                        .attribute("name", name);
        List.of(groups).forEach(group -> item.child("group", group));
        return query(item.build());
    }

    private static Element removal(Jid contact) {
        return query(RosterView.removed(contact));
    }

    private static Element query(Element item) {
        return Element.of("query", RosterView.NAMESPACE).child(item).build();
    }

    private static Map<String, Element> items(Element query) {
        Map<String, Element> items = new TreeMap<>();
        query.elements().forEach(e -> items.put(Objects.requireNonNull(e.attribute("jid")), e));
        return items;
    }

    /** The item of the push that has come next. */
    private static Element pushed(TestClient client) {
        Iq push = client.nextIq();
        assertThat(push.type()).isEqualTo(Iq.Type.SET);
        return Objects.requireNonNull(
                Objects.requireNonNull(push.payload()).child("item", RosterView.NAMESPACE));
    }

    private static void succeeds(TestClient client, Element query) {
        assertThat(client.asks(Iq.Type.SET, null, query).type()).isEqualTo(Iq.Type.RESULT);
    }

    private static void fails(TestClient client, Element query, Condition condition) {
        Iq answer = client.asks(Iq.Type.SET, null, query);
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(
                        Objects.requireNonNull(answer.payload())
                                .child(condition.text(), stoa.xmpp.stanza.StanzaError.NAMESPACE))
                .isNotNull();
    }

    @Test
    void everybody_of_the_domain_is_in_ones_roster() {
        AccountsHouse house = AccountsHouse.listed().open();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        Map<String, Element> items = items(laptop.asksForRoster());
        assertThat(items)
                .containsOnlyKeys(ROMEO.address().toString(), MERCUTIO.address().toString());
        Element romeo = Objects.requireNonNull(items.get(ROMEO.address().toString()));
        assertThat(romeo.attribute("subscription")).isEqualTo("both");
        assertThat(romeo.attribute("name")).isEqualTo("romeo");
        assertThat(romeo.childText("group")).isEqualTo("Everybody");
    }

    @Test
    void who_is_added_or_removed_shows_at_once() {
        AccountsHouse house = AccountsHouse.listed().open();
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            house.add(NURSE, "Angelica");
                            Element shown = pushed(laptop);
                            assertThat(shown.attribute("jid"))
                                    .isEqualTo(NURSE.address().toString());
                            assertThat(shown.attribute("name")).isEqualTo("Angelica");
                            pc.forgets();
                            TestClient nurse = house.server.client(NURSE.on("pc")).comesOnline();
                            laptop.gets(Presence.Type.AVAILABLE, nurse.address());
                            house.remove(NURSE);
                            assertThat(nurse.ended()).isEqualTo("not-authorized");
                            assertThat(pushed(laptop).attribute("subscription"))
                                    .isEqualTo("remove");
                            nurse.isLost();
                            laptop.gets(Presence.Type.UNAVAILABLE, nurse.address());
                            laptop.getsNothingMore();
                            laptop.sends(chat().to(NURSE.address()).body("gone?"));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                        });
    }

    @Test
    void a_listed_contact_can_be_renamed_and_grouped_but_not_removed() {
        AccountsHouse house = AccountsHouse.listed().open();
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            succeeds(laptop, item(ROMEO.address(), "My Romeo", "Montagues"));
                            Element pushed = pushed(laptop);
                            assertThat(pushed.attribute("name")).isEqualTo("My Romeo");
                            assertThat(pushed.childText("group")).isEqualTo("Montagues");
                            assertThat(pushed.attribute("subscription")).isEqualTo("both");
                            fails(laptop, removal(ROMEO.address()), Condition.NOT_ALLOWED);
                        });
        house.start();
        TestClient laptop = house.open().server.client(JULIET.on("laptop")).binds();
        assertThat(
                        Objects.requireNonNull(
                                        items(laptop.asksForRoster())
                                                .get(ROMEO.address().toString()))
                                .attribute("name"))
                .isEqualTo("My Romeo");
    }

    @Spec(rfc = 6121, section = "2.1.6", says = "changes are pushed to all interested resources")
    @Test
    void an_own_contact_is_added_changed_and_removed() {
        AccountsHouse house = AccountsHouse.unlisted().open();
        TestClient deaf = house.server.client(JULIET.on("deaf")).binds();
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"))
                .play(
                        (laptop, phone) -> {
                            succeeds(laptop, item(ROMEO.address(), "Romeo", "Friends"));
                            for (TestClient client : List.of(laptop, phone)) {
                                Element pushed = pushed(client);
                                assertThat(pushed.attribute("name")).isEqualTo("Romeo");
                                assertThat(pushed.attribute("subscription")).isEqualTo("none");
                            }
                            succeeds(phone, item(ROMEO.address(), null));
                            assertThat(pushed(laptop).attribute("name")).isNull();
                            succeeds(phone, removal(ROMEO.address()));
                            assertThat(pushed(laptop).attribute("subscription"))
                                    .isEqualTo("remove");
                            laptop.getsNothingMore();
                            fails(phone, removal(ROMEO.address()), Condition.ITEM_NOT_FOUND);
                            assertThat(items(phone.asksForRoster())).isEmpty();
                        });
        deaf.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "2.3.3", says = "what a set may not hold")
    @Test
    void bad_roster_sets_are_refused() {
        AccountsHouse house = AccountsHouse.unlisted().open();
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            Element two =
                                    Element.of("query", RosterView.NAMESPACE)
                                            .child(RosterView.removed(ROMEO.address()))
                                            .child(RosterView.removed(MERCUTIO.address()))
                                            .build();
                            fails(laptop, two, Condition.BAD_REQUEST);
                            fails(
                                    laptop,
                                    Element.empty("query", RosterView.NAMESPACE),
                                    Condition.BAD_REQUEST);
                            fails(
                                    laptop,
                                    item(ROMEO.address(), "R", "a", "a"),
                                    Condition.BAD_REQUEST);
                            fails(laptop, item(ROMEO.address(), "R", ""), Condition.NOT_ACCEPTABLE);
                            fails(
                                    laptop,
                                    item(ROMEO.address(), "x".repeat(2_000)),
                                    Condition.NOT_ACCEPTABLE);
                            laptop.getsNothingMore();
                        });
    }

    @Spec(
            rfc = 6121,
            section = "2.6",
            says = "a client that knows the version is told only what changed")
    @Test
    void versions_hold_over_changes_and_restarts() {
        AccountsHouse house = AccountsHouse.listed().open();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        succeeds(laptop, item(BareJid.of("paris@example.org"), "Paris"));
        String version = Objects.requireNonNull(laptop.asksForRoster().attribute("ver"));
        assertThat(since(laptop, version).payloads()).isEmpty();
        laptop.forgets();

        succeeds(laptop, item(ROMEO.address(), "My Romeo"));
        house.add(NURSE, null);
        house.remove(MERCUTIO);
        laptop.forgets();
        TestClient phone = house.server.client(JULIET.on("phone")).binds();
        assertThat(since(phone, version).payloads()).isEmpty();
        Map<String, String> pushed = new TreeMap<>();
        String last = version;
        for (int i = 0; i < 3; i++) {
            assertThat(last).as("only the last push names the new version").isEqualTo(version);
            Iq push = phone.nextIq();
            Element query = Objects.requireNonNull(push.payload());
            last = Objects.requireNonNull(query.attribute("ver"));
            Element one = Objects.requireNonNull(query.firstChild());
            pushed.put(
                    Objects.requireNonNull(one.attribute("jid")),
                    Objects.requireNonNull(one.attribute("subscription")));
        }
        phone.getsNothingMore();
        assertThat(pushed)
                .containsOnly(
                        Map.entry(ROMEO.address().toString(), "both"),
                        Map.entry(NURSE.address().toString(), "both"),
                        Map.entry(MERCUTIO.address().toString(), "remove"));
        assertThat(since(phone, last).payloads()).isEmpty();

        house.start();
        TestClient later = house.open().server.client(JULIET.on("laptop")).binds();
        assertThat(since(later, last).payloads()).as("nothing changed over the restart").isEmpty();
        assertThat(items(Objects.requireNonNull(since(later, version).payload())))
                .as("who missed changes of the listing before the restart gets all of it")
                .hasSize(3);
    }

    private static Iq since(TestClient client, String version) {
        Iq answer =
                client.asks(
                        Iq.Type.GET,
                        null,
                        Element.of("query", RosterView.NAMESPACE)
                                .attribute("ver", version)
                                .build());
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        return answer;
    }

    @Test
    void a_domain_that_grows_too_large_keeps_those_who_have_talked() {
        AccountsHouse house =
                new AccountsHouse(AccountSettings.DEFAULTS, 3, JULIET, ROMEO, MERCUTIO).open();
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (laptop, romeo, mercutio) -> {
                            laptop.sends(chat().to(romeo).body("we have talked"));
                            romeo.forgets();
                            house.add(NURSE, null);
                            Map<String, Element> items = new TreeMap<>();
                            for (int i = 0; i < 3; i++) {
                                Element one = pushed(laptop);
                                items.put(Objects.requireNonNull(one.attribute("jid")), one);
                            }
                            assertThat(subscription(items, ROMEO.address())).isEqualTo("both");
                            assertThat(subscription(items, MERCUTIO.address())).isEqualTo("remove");
                            assertThat(subscription(items, NURSE.address())).isEqualTo("remove");
                            laptop.gets(Presence.Type.UNAVAILABLE, mercutio.address());
                            laptop.getsNothingMore();
                            romeo.forgets();
                            mercutio.forgets();

                            laptop.sendsPresence(Element.text("show", "jabber:client", "away"));
                            romeo.gets(Presence.Type.AVAILABLE, laptop.address());
                            mercutio.getsNothingMore();
                            laptop.forgets();

                            // Talk makes contacts, and contacts see each other.
                            mercutio.sends(chat().to(laptop).body("a word"));
                            laptop.gets(chat().body("a word"));
                            assertThat(pushed(laptop).attribute("jid"))
                                    .isEqualTo(MERCUTIO.address().toString());
                            laptop.gets(Presence.Type.AVAILABLE, mercutio.address());
                            laptop.getsNothingMore();
                            assertThat(pushed(mercutio).attribute("subscription"))
                                    .isEqualTo("both");
                            mercutio.gets(Presence.Type.AVAILABLE, laptop.address());
                            mercutio.getsNothingMore();

                            house.remove(NURSE); // few enough again
                            assertThat(items(laptop.forgets().asksForRoster())).hasSize(2);
                        });
    }

    private static @Nullable String subscription(Map<String, Element> items, BareJid contact) {
        return Objects.requireNonNull(items.get(contact.toString())).attribute("subscription");
    }

    @Test
    void with_the_listing_off_talk_makes_no_contacts() {
        AccountsHouse house = AccountsHouse.unlisted().open();
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(pc).body("hello"));
                            pc.gets(chat().body("hello"));
                            assertThat(items(laptop.asksForRoster())).isEmpty();
                            assertThat(items(pc.asksForRoster())).isEmpty();
                            laptop.sendsPresence().forgets();
                            pc.getsNothingMore();
                        });
    }
}
