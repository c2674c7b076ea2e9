package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.publish;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.pubsub.Reader.retract;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Pubsub;
import stoa.store.StoredXml;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** One truth for three ways to keep bookmarks. */
class BookmarksStoryTest {
    private static final String NEW = "urn:xmpp:bookmarks:1";
    private static final String OLD = "storage:bookmarks";
    private static final String PLAY = "theplay@conference.example.org";
    private static final String ORCHARD = "orchard@conference.example.org";

    private final EventingHouse house = EventingHouse.listed();
    private final Reader juliet = house.client(JULIET.on("balcony")).online();
    private final Reader now = house.client(JULIET.on("new")).wanting(NEW);
    private final Reader old = house.client(JULIET.on("old")).wanting(OLD);

    private static Element conference(@Nullable String name, Element... children) {
        return Element.of("conference", NEW)
                .attribute("name", name)
                .attribute("autojoin", "true")
                .child("nick", "JC")
                .children(java.util.List.of(children))
                .build();
    }

    private static Element oldConference(String room, String name) {
        return Element.of("conference", OLD)
                .attribute("jid", room)
                .attribute("name", name)
                .attribute("autojoin", "true")
                .child("nick", "JC")
                .build();
    }

    private static Element storage(Element... conferences) {
        return Element.of("storage", OLD).children(java.util.List.of(conferences)).build();
    }

    private Element privateXml() {
        Iq answer =
                juliet.client.asks(
                        Iq.Type.GET,
                        null,
                        Element.of("query", "jabber:iq:private").child(storage()).build());
        return Objects.requireNonNull(Objects.requireNonNull(result(answer)).firstChild());
    }

    private Iq setPrivateXml(Element storage) {
        return juliet.client.asks(
                Iq.Type.SET, null, Element.of("query", "jabber:iq:private").child(storage).build());
    }

    private Element payload(String node, String id) {
        Element pubsub = Objects.requireNonNull(result(juliet.gets(null, items(node, id))));
        return Objects.requireNonNull(pubsub.firstChild().firstChild().firstChild());
    }

    private static Element payloadOf(Element items) {
        return Objects.requireNonNull(items.child("item", Pubsub.EVENT).firstChild());
    }

    @Spec(xep = 402, section = "6.1", says = "what is published is there in the old form")
    @Test
    void a_new_bookmark_is_seen_by_clients_of_old() {
        result(
                juliet.sets(
                        null,
                        publish(NEW, PLAY, conference("The Play")),
                        options(
                                "persist_items", "true",
                                "max_items", "max",
                                "send_last_published_item", "never",
                                "access_model", "whitelist")));
        assertThat(privateXml()).isEqualTo(storage(oldConference(PLAY, "The Play")));
        assertThat(payload(OLD, "current")).isEqualTo(storage(oldConference(PLAY, "The Play")));
        assertThat(payloadOf(now.toldEvent("items"))).isEqualTo(conference("The Play"));
        assertThat(payloadOf(old.toldEvent("items")))
                .isEqualTo(storage(oldConference(PLAY, "The Play")));
        now.toldNothingMore();
        old.toldNothingMore();
    }

    @Spec(xep = 402, section = "3.1", says = "the owner gets the list, which nobody else sees")
    @Test
    void the_list_is_there_before_there_is_a_bookmark() {
        Element pubsub = Objects.requireNonNull(result(juliet.gets(null, items(NEW))));
        assertThat(pubsub.firstChild())
                .isEqualTo(Element.of("items", Pubsub.NS).attribute("node", NEW).build());
        refused(juliet.gets(null, items(OLD)), Condition.ITEM_NOT_FOUND, null);
        Reader romeo = house.client(ROMEO.on("orchard")).online();
        refused(romeo.gets(JULIET, items(NEW)), Condition.ITEM_NOT_FOUND, null);
    }

    @Spec(xep = 402, section = "6.2", says = "only what has changed is told")
    @Test
    void a_list_of_old_changes_those_items_that_differ() {
        Element extensions =
                Element.of("extensions", NEW).child(Element.empty("pinned", "urn:x")).build();
        result(juliet.sets(null, publish(NEW, PLAY, conference("The Play", extensions))));
        result(juliet.sets(null, publish(NEW, ORCHARD, conference("The Orchard"))));
        now.client.forgets();
        old.client.forgets();
        result(
                setPrivateXml(
                        storage(
                                oldConference(PLAY, "Play"),
                                oldConference(ORCHARD, "The Orchard"))));
        Element told = now.toldEvent("items");
        assertThat(told.child("item", Pubsub.EVENT).attribute("id")).isEqualTo(PLAY);
        assertThat(payloadOf(told)).isEqualTo(conference("Play", extensions));
        now.toldNothingMore();
        old.toldEvent("items");
        result(setPrivateXml(storage(oldConference(PLAY, "Play"))));
        assertThat(now.toldEvent("items").child("retract", Pubsub.EVENT).attribute("id"))
                .isEqualTo(ORCHARD);
        assertThat(juliet.ids(null, items(NEW))).containsExactly(PLAY);
        old.toldEvent("items");
        result(setPrivateXml(storage(oldConference(PLAY, "Play"))));
        now.toldNothingMore();
        old.toldNothingMore();
    }

    @Spec(xep = 402, section = "6.2")
    @Spec(xep = 223, section = "3")
    @Test
    @Spec(xep = 49, section = "2")
    void what_is_not_said_of_joining_is_not_said_when_it_is_read_either() {
        for (@Nullable String said : new @Nullable String[] {null, "false", "true"}) {
            Element written =
                    Element.of("conference", OLD)
                            .attribute("jid", said == null ? PLAY : said + "@rooms.example")
                            .attribute("name", "The play")
                            .attribute("autojoin", said)
                            .build();
            result(setPrivateXml(storage(written)));
            assertThat(privateXml()).isEqualTo(storage(written));
        }
    }

    @Test
    void the_old_node_is_another_view() {
        result(
                juliet.sets(
                        null,
                        publish(OLD, "current", storage(oldConference(PLAY, "The Play"))),
                        options("persist_items", "true", "access_model", "whitelist")));
        assertThat(payload(NEW, PLAY)).isEqualTo(conference("The Play"));
        assertThat(juliet.ids(null, items(OLD, "other"))).isEmpty();
        assertThat(juliet.ids(null, items(OLD, "other", "current"))).containsExactly("current");
        result(juliet.sets(null, retract(NEW, PLAY)));
        assertThat(privateXml()).isEqualTo(storage());
        refused(juliet.gets(null, items(OLD)), Condition.ITEM_NOT_FOUND, null);
        refused(juliet.ownerSets(null, owners("delete", OLD).build()), Condition.NOT_ALLOWED, null);
        refused(
                juliet.sets(
                        null, publish(OLD, "current", storage()), options("access_model", "open")),
                Condition.CONFLICT,
                "precondition-not-met");
        refused(
                juliet.sets(null, publish(OLD, "current", conference("x"))),
                Condition.BAD_REQUEST,
                "invalid-payload");
    }

    @Spec(xep = 223, section = "5", says = "private data is private")
    @Test
    void nobody_else_sees_bookmarks_however_they_were_published() {
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(NEW, OLD);
        result(juliet.sets(null, publish(NEW, PLAY, conference("The Play"))));
        refused(romeo.gets(JULIET, items(NEW)), Condition.NOT_ALLOWED, "closed-node");
        refused(romeo.gets(JULIET, items(OLD)), Condition.ITEM_NOT_FOUND, null);
        refused(romeo.sets(JULIET, publish(OLD, "current", storage())), Condition.FORBIDDEN, null);
        romeo.toldNothingMore();
    }

    @Test
    void what_is_no_room_stays_in_private_xml_and_what_is_none_is_refused() {
        Element url = Element.of("url", OLD).attribute("url", "https://example.org/").build();
        result(setPrivateXml(storage(url, oldConference(PLAY, "The Play"))));
        assertThat(privateXml()).isEqualTo(storage(oldConference(PLAY, "The Play"), url));
        assertThat(payload(OLD, "current")).isEqualTo(storage(oldConference(PLAY, "The Play")));
        refused(
                setPrivateXml(storage(oldConference("example.org", "no room"))),
                Condition.NOT_ACCEPTABLE,
                null);
        assertThat(juliet.ids(null, items(NEW))).containsExactly(PLAY);
    }

    @Test
    void what_was_in_private_xml_before_there_were_nodes_is_taken_over() {
        Element url = Element.of("url", OLD).attribute("url", "https://example.org/").build();
        Element before = storage(oldConference(PLAY, "The Play"), url);
        EventingHouse grown =
                new EventingHouse(
                        Limits.DEFAULTS,
                        500,
                        new PrivateXmlSaved(
                                JULIET.address(), before.expandedName(), StoredXml.write(before)));
        Reader balcony = grown.client(JULIET.on("balcony")).online();
        assertThat(balcony.ids(null, items(NEW))).containsExactly(PLAY);
        result(balcony.sets(null, publish(NEW, ORCHARD, conference("The Orchard"))));
        grown.start();
        Reader again = grown.client(JULIET.on("balcony")).online();
        assertThat(again.ids(null, items(NEW))).containsExactly(PLAY, ORCHARD);
        result(again.ownerSets(null, owners("delete", NEW).build()));
        grown.start();
        Reader last = grown.client(JULIET.on("balcony")).online();
        assertThat(last.ids(null, items(NEW))).isEmpty();
        Iq rest =
                last.client.asks(
                        Iq.Type.GET,
                        null,
                        Element.of("query", "jabber:iq:private").child(storage()).build());
        assertThat(Objects.requireNonNull(result(rest)).firstChild()).isEqualTo(storage(url));
    }
}
