package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** The presence of people one looks at, in a domain with more of them than rosters list. */
class PresenceWatchingStoryTest {
    private static final DomainJid HERE = DomainJid.of("example.org");

    private final AccountsHouse house = house();
    private final TestClient juliet = house.server.client(JULIET.on("laptop")).comesOnline();
    private final TestClient romeo = house.server.client(ROMEO.on("pc")).comesOnline();

    private static AccountsHouse house() {
        AccountsHouse house =
                new AccountsHouse(AccountSettings.DEFAULTS, 1, JULIET, ROMEO, MERCUTIO, TYBALT);
        house.server.hooks().install(new PresenceWatching(house.accounts));
        return house.open();
    }

    private static Element watch(List<?> addresses) {
        Element.Builder watch = Element.of("watch", PresenceWatching.NS);
        for (Object address : addresses) {
            watch.child(
                    Element.of("item", PresenceWatching.NS)
                            .attribute("jid", address.toString())
                            .build());
        }
        return watch.build();
    }

    private static void watches(TestClient client, Object... addresses) {
        assertThat(client.asks(Iq.Type.SET, HERE, watch(List.of(addresses))).type())
                .isEqualTo(Iq.Type.RESULT);
    }

    private static void refused(TestClient client, Element payload, Condition condition) {
        Element error = Objects.requireNonNull(client.asks(Iq.Type.SET, HERE, payload).payload());
        assertThat(error.child(condition.text(), StanzaError.NAMESPACE)).isNotNull();
    }

    private static Element show(String value) {
        return Element.text("show", Stanza.CLIENT, value);
    }

    @Test
    void whom_one_watches_is_seen_with_every_change_until_one_looks_away() {
        juliet.forgets();
        watches(juliet, ROMEO.address(), MERCUTIO.address());
        juliet.gets(Presence.Type.AVAILABLE, romeo.address());
        romeo.sendsPresence(show("dnd"));
        assertThat(juliet.gets(Presence.Type.AVAILABLE, romeo.address()).show()).isEqualTo("dnd");
        romeo.isLost();
        juliet.gets(Presence.Type.UNAVAILABLE, romeo.address());
        TestClient mercutio = house.server.client(MERCUTIO.on("pc")).comesOnline();
        juliet.gets(Presence.Type.AVAILABLE, mercutio.address());
        watches(juliet);
        mercutio.sendsPresence(show("away"));
        juliet.getsNothingMore();
    }

    @Test
    void whoever_is_watched_neither_hears_of_it_nor_watches_back() {
        romeo.forgets();
        watches(juliet, ROMEO.address());
        juliet.sendsPresence(show("away"));
        romeo.getsNothingMore();
    }

    @Test
    void who_was_watched_already_is_not_shown_again() {
        watches(juliet, ROMEO.address());
        juliet.forgets();
        watches(juliet, ROMEO.address(), MERCUTIO.address());
        juliet.getsNothingMore();
    }

    @Test
    void only_the_resource_that_watches_is_told() {
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline().forgets();
        watches(juliet, ROMEO.address());
        romeo.sendsPresence(show("away"));
        phone.getsNothingMore();
    }

    @Test
    void who_goes_watches_nobody_any_more() {
        watches(juliet, ROMEO.address());
        juliet.becomesUnavailable();
        refused(juliet, watch(List.of(ROMEO.address())), Condition.UNEXPECTED_REQUEST);
        juliet.forgets();
        romeo.sendsPresence(show("away"));
        juliet.getsNothingMore();
        juliet.sendsPresence().forgets();
        romeo.sendsPresence(show("dnd"));
        juliet.getsNothingMore();
        watches(juliet, ROMEO.address());
        juliet.gets(Presence.Type.AVAILABLE, romeo.address());
        juliet.isLost();
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        romeo.sendsPresence();
        again.getsNothingMore();
    }

    @Test
    void of_two_of_whom_one_has_blocked_the_other_neither_is_seen() {
        watches(juliet, ROMEO.address());
        juliet.forgets();
        Blocking.blocks(romeo, JULIET.address());
        juliet.gets(Presence.Type.UNAVAILABLE, romeo.address());
        romeo.sendsPresence(show("away"));
        juliet.getsNothingMore();
        watches(juliet);
        watches(juliet, ROMEO.address());
        juliet.getsNothingMore();
        Blocking.unblocks(romeo, JULIET.address());
        juliet.gets(Presence.Type.AVAILABLE, romeo.address());
    }

    @Test
    void who_is_seen_anyway_is_told_once() {
        watches(juliet, ROMEO.address());
        // With the first message each is the other's contact.
        juliet.sends(chat().to(ROMEO.address()).body("Art thou there?"));
        juliet.forgets();
        romeo.sendsPresence(show("away"));
        juliet.gets(Presence.Type.AVAILABLE, romeo.address());
        juliet.getsNothingMore();
    }

    @Test
    void only_people_of_the_own_domain_and_not_too_many_at_once() {
        refused(juliet, watch(List.of(TYBALT.address())), Condition.BAD_REQUEST);
        refused(juliet, watch(List.of(romeo.address())), Condition.BAD_REQUEST);
        refused(juliet, watch(List.of(HERE)), Condition.BAD_REQUEST);
        refused(juliet, watch(List.of("@")), Condition.JID_MALFORMED);
        Element noAddress =
                Element.of("watch", PresenceWatching.NS)
                        .child(Element.empty("item", PresenceWatching.NS))
                        .build();
        refused(juliet, noAddress, Condition.BAD_REQUEST);
        List<String> many =
                IntStream.range(0, PresenceWatching.MAX_WATCHED + 1)
                        .mapToObj(i -> "person" + i + "@example.org")
                        .toList();
        refused(juliet, watch(many), Condition.RESOURCE_CONSTRAINT);
        watches(juliet, many.subList(1, many.size()).toArray());
        TestClient tybalt = house.server.client(TYBALT.on("pc")).comesOnline();
        refused(tybalt, watch(List.of(ROMEO.address())), Condition.SERVICE_UNAVAILABLE);
    }
}
