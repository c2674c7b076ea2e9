package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.payload;
import static stoa.pubsub.Reader.publish;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.pubsub.Reader.retract;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class AccessStoryTest {
    private static final String NODE = "urn:x";

    /** Nobody is listed: romeo is nobody to juliet, until they agree. */
    private final EventingHouse house = EventingHouse.unlisted();

    private final Reader juliet = house.client(JULIET.on("balcony")).online();
    private final Reader romeo = house.client(ROMEO.on("orchard")).wanting(NODE);

    private void node(String... options) {
        juliet.publishes(NODE, "a", "1", options(options));
    }

    private Iq asked() {
        return romeo.gets(JULIET, items(NODE));
    }

    private void agree() {
        romeo.client.sends(presence(Presence.Type.SUBSCRIBE, JULIET));
        juliet.client.sends(presence(Presence.Type.SUBSCRIBED, ROMEO));
        romeo.client.forgets();
        juliet.client.forgets();
    }

    private static Presence presence(Presence.Type type, Person to) {
        return Presence.of(type, null, to.address());
    }

    @Spec(xep = 60, section = "6.5.9.5")
    @Test
    void presence_is_for_those_who_see_the_owners() {
        node();
        refused(asked(), Condition.NOT_AUTHORIZED, "presence-subscription-required");
        agree();
        result(asked());
        juliet.client.leaves();
        result(asked());
        romeo.client.sends(presence(Presence.Type.UNSUBSCRIBE, JULIET));
        romeo.client.forgets();
        refused(asked(), Condition.NOT_AUTHORIZED, "presence-subscription-required");
    }

    @Test
    void open_is_for_everybody_of_the_house() {
        node("access_model", "open");
        result(asked());
        Reader tybalt = house.client(TYBALT.on("street")).online();
        refused(tybalt.gets(JULIET, items(NODE)), Condition.SERVICE_UNAVAILABLE, null);
    }

    @Spec(xep = 60, section = "6.5.9.6")
    @Test
    void roster_is_for_groups_of_the_owners_contacts() {
        node("access_model", "roster", "roster_groups_allowed", "Friends");
        agree();
        refused(asked(), Condition.NOT_AUTHORIZED, "not-in-roster-group");
        Element item =
                Element.of("item", "jabber:iq:roster")
                        .attribute("jid", ROMEO.address().toString())
                        .child("group", "Friends")
                        .build();
        result(
                juliet.client.asks(
                        Iq.Type.SET,
                        null,
                        Element.of("query", "jabber:iq:roster").child(item).build()));
        result(asked());
        juliet.client.forgets();
        juliet.publishes(NODE, "b", "2");
        romeo.told(JULIET, NODE, "b", "2");
        juliet.client.leaves();
        result(asked());
    }

    @Spec(xep = 60, section = "6.5.9.7")
    @Spec(xep = 60, section = "8.9.2")
    @Test
    void a_whitelist_is_for_those_who_are_on_it() {
        node("access_model", "whitelist");
        agree();
        refused(asked(), Condition.NOT_ALLOWED, "closed-node");
        result(juliet.ownerSets(null, affiliations("member")));
        result(asked());
        juliet.publishes(NODE, "b", "2");
        romeo.told(JULIET, NODE, "b", "2");
        result(juliet.ownerSets(null, affiliations("outcast")));
        refused(asked(), Condition.FORBIDDEN, null);
        juliet.publishes(NODE, "c", "3");
        romeo.toldNothingMore();
        result(juliet.ownerSets(null, affiliations("none")));
        refused(asked(), Condition.NOT_ALLOWED, "closed-node");
    }

    private static Element affiliations(String affiliation) {
        return owners("affiliations", NODE).child(affiliation(ROMEO, affiliation)).build();
    }

    private static Element affiliation(Person who, String affiliation) {
        return owners("affiliation", null)
                .attribute("jid", who.address().toString())
                .attribute("affiliation", affiliation)
                .build();
    }

    @Spec(xep = 60, section = "4.1")
    @Test
    void a_publisher_publishes_and_takes_back_its_own() {
        node("max_items", "max");
        result(juliet.ownerSets(null, affiliations("publisher")));
        result(romeo.sets(JULIET, publish(NODE, "r", payload(NODE, "from romeo"))));
        assertThat(juliet.ids(null, items(NODE))).containsExactly("a", "r");
        refused(romeo.sets(JULIET, retract(NODE, "a")), Condition.FORBIDDEN, null);
        result(romeo.sets(JULIET, retract(NODE, "r")));
        result(juliet.ownerSets(null, affiliations("publish-only")));
        result(romeo.sets(JULIET, publish(NODE, "s", payload(NODE, "blind"))));
        refused(asked(), Condition.FORBIDDEN, null);
    }

    @Spec(xep = 60, section = "8.9.1")
    @Spec(xep = 60, section = "5.7")
    @Test
    void standings_are_listed_and_the_owner_stays_the_owner() {
        node();
        result(juliet.ownerSets(null, affiliations("member")));
        Element list =
                Objects.requireNonNull(
                        result(juliet.ownerGets(null, owners("affiliations", NODE).build())));
        assertThat(lines(list, "affiliation"))
                .containsExactlyInAnyOrder(
                        JULIET.address() + " owner", ROMEO.address() + " member");
        Element own =
                Objects.requireNonNull(
                        result(romeo.gets(JULIET, Reader.element("affiliations", null).build())));
        assertThat(own.firstChild().firstChild().attribute("affiliation")).isEqualTo("member");
        refused(
                juliet.ownerSets(
                        null,
                        owners("affiliations", NODE).child(affiliation(JULIET, "none")).build()),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(
                juliet.ownerSets(
                        null,
                        owners("affiliations", NODE).child(affiliation(ROMEO, "owner")).build()),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(
                romeo.ownerGets(JULIET, owners("affiliations", NODE).build()),
                Condition.FORBIDDEN,
                null);
        refused(romeo.ownerSets(JULIET, affiliations("owner")), Condition.FORBIDDEN, null);
    }

    private static List<String> lines(Element list, String what) {
        return Objects.requireNonNull(list.firstChild())
                .elements()
                .map(line -> line.attribute("jid") + " " + line.attribute(what))
                .toList();
    }

    private static Element subscribe(String jid) {
        return Reader.element("subscribe", NODE).attribute("jid", jid).build();
    }

    private static Element unsubscribe(String jid) {
        return Reader.element("unsubscribe", NODE).attribute("jid", jid).build();
    }

    @Spec(xep = 60, section = "6.1")
    @Spec(xep = 60, section = "6.2")
    @Test
    void whoever_may_read_subscribes_and_is_told_whatever_it_wants() {
        node("access_model", "open", "send_last_published_item", "on_sub");
        Reader mercutio = house.client(MERCUTIO.on("street")).online();
        String who = MERCUTIO.address().toString();
        Element answer = Objects.requireNonNull(result(mercutio.sets(JULIET, subscribe(who))));
        assertThat(answer.firstChild().attribute("subscription")).isEqualTo("subscribed");
        mercutio.told(JULIET, NODE, "a", "1");
        juliet.publishes(NODE, "b", "2");
        mercutio.told(JULIET, NODE, "b", "2");
        mercutio.toldNothingMore();
        Element own =
                Objects.requireNonNull(
                        result(
                                mercutio.gets(
                                        JULIET, Reader.element("subscriptions", null).build())));
        assertThat(own.firstChild().firstChild().attribute("node")).isEqualTo(NODE);
        Element all =
                Objects.requireNonNull(
                        result(juliet.ownerGets(null, owners("subscriptions", NODE).build())));
        assertThat(lines(all, "subscription")).containsExactly(who + " subscribed");
        result(mercutio.sets(JULIET, unsubscribe(who)));
        juliet.publishes(NODE, "c", "3");
        mercutio.toldNothingMore();
        refused(
                mercutio.sets(JULIET, unsubscribe(who)),
                Condition.UNEXPECTED_REQUEST,
                "not-subscribed");
    }

    @Test
    void a_subscriber_that_wants_it_anyway_is_told_once() {
        node();
        agree();
        result(romeo.sets(JULIET, subscribe(ROMEO.address().toString())));
        romeo.client.forgets();
        juliet.publishes(NODE, "b", "2");
        romeo.told(JULIET, NODE, "b", "2");
        romeo.toldNothingMore();
    }

    @Spec(xep = 60, section = "6.1.3")
    @Test
    void nobody_subscribes_others_or_to_what_it_may_not_read() {
        node();
        refused(
                romeo.sets(JULIET, subscribe(MERCUTIO.address().toString())),
                Condition.BAD_REQUEST,
                "invalid-jid");
        refused(
                romeo.sets(JULIET, subscribe(ROMEO.address().toString())),
                Condition.NOT_AUTHORIZED,
                "presence-subscription-required");
        refused(
                romeo.sets(JULIET, unsubscribe(MERCUTIO.address().toString())),
                Condition.FORBIDDEN,
                null);
    }

    @Spec(xep = 60, section = "8.8.2")
    @Test
    void where_the_owner_authorizes_a_subscription_waits_for_it() {
        node("access_model", "authorize");
        String who = ROMEO.address().toString();
        refused(asked(), Condition.NOT_AUTHORIZED, "not-subscribed");
        Element answer = Objects.requireNonNull(result(romeo.sets(JULIET, subscribe(who))));
        assertThat(answer.firstChild().attribute("subscription")).isEqualTo("pending");
        refused(asked(), Condition.NOT_AUTHORIZED, "pending-subscription");
        Element approved =
                owners("subscriptions", NODE)
                        .child(
                                owners("subscription", null)
                                        .attribute("jid", who)
                                        .attribute("subscription", "subscribed")
                                        .build())
                        .build();
        refused(romeo.ownerSets(JULIET, approved), Condition.FORBIDDEN, null);
        result(juliet.ownerSets(null, approved));
        assertThat(romeo.toldEvent("subscription").attribute("subscription"))
                .isEqualTo("subscribed");
        romeo.told(JULIET, NODE, "a", "1");
        result(asked());
    }

    @Spec(xep = 60, section = "5.2", says = "nodes are listed to those who may see them")
    @Test
    void nobody_learns_of_nodes_it_may_not_read() {
        node("access_model", "whitelist");
        juliet.publishes("urn:open", "a", "1", options("access_model", "open", "title", "For all"));
        assertThat(nodes(juliet, null)).containsExactly("urn:open", NODE);
        assertThat(nodes(romeo, JULIET)).containsExactly("urn:open");
        Element query = Element.of("query", Reader.ITEMS).attribute("node", NODE).build();
        refused(
                romeo.client.asks(Iq.Type.GET, JULIET.address(), query),
                Condition.ITEM_NOT_FOUND,
                null);
        Element info = Element.of("query", Reader.INFO).attribute("node", NODE).build();
        refused(
                romeo.client.asks(Iq.Type.GET, JULIET.address(), info),
                Condition.ITEM_NOT_FOUND,
                null);
        Element open = Element.of("query", Reader.INFO).attribute("node", "urn:open").build();
        Element said =
                Objects.requireNonNull(
                        result(romeo.client.asks(Iq.Type.GET, JULIET.address(), open)));
        assertThat(said.child("identity", Reader.INFO).attribute("type")).isEqualTo("leaf");
        assertThat(said.toString()).contains("For all");
    }

    private static List<String> nodes(Reader reader, @Nullable Person of) {
        Element query =
                Objects.requireNonNull(
                        result(
                                reader.client.asks(
                                        Iq.Type.GET,
                                        of == null ? null : of.address(),
                                        Element.empty("query", Reader.ITEMS))));
        return query.elements()
                .map(item -> Objects.requireNonNull(item.attribute("node")))
                .toList();
    }

    @Spec(xep = 163, section = "6.1")
    @Test
    void the_own_account_says_that_it_is_a_service() {
        Element info =
                Objects.requireNonNull(
                        result(
                                juliet.client.asks(
                                        Iq.Type.GET,
                                        JULIET.address(),
                                        Element.empty("query", Reader.INFO))));
        assertThat(info.elements().map(Element::toString))
                .anyMatch(e -> e.contains("pubsub") && e.contains("pep"))
                .anyMatch(e -> e.contains(Pubsub.NS + "#publish-options"));
    }
}
