package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.Spaces;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Spaces at a domain's publish-subscribe service, XEP-0503. */
class SpacesStoryTest {
    private static final String ROOM = "programming-socks@conference.example.org";

    private final EventingHouse house = EventingHouse.unlisted();
    private final Guest juliet = Guest.of(house.client(JULIET.on("balcony")).online());
    private final Guest romeo = Guest.of(house.client(ROMEO.on("orchard")).online());
    private final Guest nurse = Guest.of(house.client(NURSE.on("hall")).online());

    @Spec(
            xep = 503,
            section = "4",
            says = "The features that a spaces service MUST and SHOULD have")
    @Test
    void the_service_has_what_spaces_need() {
        List<String> features =
                Objects.requireNonNull(result(juliet.discovers(Reader.INFO, null)))
                        .elements()
                        .filter(one -> one.name().equals("feature"))
                        .map(one -> Objects.requireNonNull(one.attribute("var")))
                        .toList();
        for (String feature :
                List.of(
                        "subscribe",
                        "create-nodes",
                        "delete-nodes",
                        "config-node",
                        "meta-data",
                        "delete-items",
                        "retract-items",
                        "multi-items",
                        "item-ids",
                        "manage-subscriptions",
                        "retrieve-items",
                        "member-affiliation",
                        "modify-affiliations",
                        "retrieve-affiliations",
                        "get-pending")) {
            assertThat(features).contains(Pubsub.NS + "#" + feature);
        }
        assertThat(features)
                .contains("urn:xmpp:pubsub-filter:0", "http://jabber.org/protocol/commands")
                .doesNotContain(Spaces.TYPE) // that is for what is part of a space
                .doesNotHaveDuplicates();
    }

    @Spec(xep = 503, section = "3", says = "The table of a space's configuration")
    @Test
    void the_type_alone_makes_a_space_as_it_should_be() {
        juliet.creates("dev", "type", Spaces.TYPE).creates("news");
        Map<String, String> table =
                Map.of(
                        "type", Spaces.TYPE,
                        "notify_retract", "1",
                        "persist_items", "1",
                        "purge_offline", "0",
                        "notify_sub", "1",
                        "notify_config", "1",
                        "notify_delete", "1",
                        "publish_model", "publishers",
                        "access_model", "open");
        table.forEach(
                (field, value) ->
                        assertThat(juliet.configured("dev", field))
                                .as(field)
                                .containsExactly(value));
        assertThat(juliet.configured("news", "notify_sub")).containsExactly("0");
        assertThat(juliet.configured("news", "notify_config")).containsExactly("0");
        house.start();
        Guest again = Guest.of(house.client(JULIET.on("balcony")).online());
        assertThat(again.configured("dev", "notify_sub")).containsExactly("1");
    }

    @Spec(xep = 503, section = "3", says = "What a space MUST be; what it SHOULD be is its owner's")
    @Test
    void a_configuration_that_is_none_of_a_space_is_refused() {
        juliet.creates("dev", "type", Spaces.TYPE);
        Map<String, String> wrong =
                Map.of(
                        "notify_retract", "0",
                        "persist_items", "0",
                        "purge_offline", "1",
                        "node_type", "collection");
        wrong.forEach(
                (field, value) -> {
                    refused(
                            juliet.tries("ops", "type", Spaces.TYPE, field, value),
                            Condition.NOT_ACCEPTABLE,
                            null);
                    refused(
                            juliet.configures("dev", Guest.field(field, value)),
                            Condition.NOT_ACCEPTABLE,
                            null);
                });
        for (String model : List.of("presence", "roster")) {
            refused(
                    juliet.tries("ops", "type", Spaces.TYPE, "access_model", model),
                    Condition.NOT_ACCEPTABLE,
                    "unsupported-access-model");
        }
        assertThat(juliet.nodes(null)).containsExactly("dev");
        for (Map.Entry<String, String> may :
                Map.of(
                                "notify_sub", "0",
                                "notify_config", "0",
                                "notify_delete", "0",
                                "publish_model", "open",
                                "access_model", "whitelist")
                        .entrySet()) {
            result(juliet.configures("dev", Guest.field(may.getKey(), may.getValue())));
        }
        result(
                juliet.configures(
                        "dev", Guest.field("type", ""), Guest.field("persist_items", "0")));
        refused(
                juliet.configures("dev", Guest.field("type", Spaces.TYPE)),
                Condition.NOT_ACCEPTABLE,
                null);
    }

    @Spec(xep = 503, section = "5.2", says = "Title, type, owner and creator are the metadata")
    @Test
    void metadata_says_what_a_space_is() {
        juliet.creates(
                "dev",
                "type",
                Spaces.TYPE,
                "title",
                "The developers corner",
                "description",
                "Code");
        result(juliet.ownerSets(affiliation("dev", romeo, "owner")));
        DataForm form = metaData(nurse, "dev");
        assertThat(form.value("pubsub#type")).isEqualTo(Spaces.TYPE);
        assertThat(form.value("pubsub#title")).isEqualTo("The developers corner");
        assertThat(form.value("pubsub#description")).isEqualTo("Code");
        assertThat(form.value("pubsub#creator")).isEqualTo(juliet.me().toString());
        assertThat(form.value("pubsub#access_model")).isEqualTo("open");
        assertThat(form.value("pubsub#publish_model")).isEqualTo("publishers");
        assertThat(Objects.requireNonNull(form.field("pubsub#owner")).values())
                .containsExactly(juliet.me().toString(), romeo.me().toString());
    }

    @Spec(xep = 503, section = "5.4", says = "Rooms, nodes and links are a space's content")
    @Spec(xep = 503, section = "5.2.1", says = "Avatar and banner are items of their own ids")
    @Test
    void a_space_holds_rooms_nodes_links_and_pictures() {
        juliet.creates("dev", "type", Spaces.TYPE);
        romeo.subscribes("dev");
        juliet.told("subscription");
        Map<String, Element> content =
                Map.of(
                        ROOM,
                        Element.of("conference", "urn:xmpp:bookmarks:1")
                                .attribute("name", "Socks")
                                .attribute("autojoin", "true")
                                .build(),
                        "some-hash",
                        Element.of("subscription", "urn:xmpp:pubsub:subscription:0")
                                .attribute("server", "pubsub.example.org")
                                .attribute("node", "dev-announcements")
                                .build(),
                        "https://example.org/presentation",
                        Element.of("x", "jabber:x:oob")
                                .child("url", "https://example.org/presentation")
                                .build(),
                        "urn:xmpp:spaces:avatar:metadata:0",
                        picture("avatar"),
                        "urn:xmpp:spaces:banner:metadata:0",
                        picture("banner"));
        content.forEach(
                (id, payload) -> {
                    result(juliet.sets(Reader.publish("dev", id, payload)));
                    Element told = romeo.told("items").child("item", Pubsub.EVENT);
                    assertThat(Objects.requireNonNull(told).attribute("id")).isEqualTo(id);
                    assertThat(told.firstChild()).isEqualTo(payload);
                });
        Element all =
                Objects.requireNonNull(result(romeo.gets(items("dev")))).child("items", Pubsub.NS);
        assertThat(Objects.requireNonNull(all).elements().map(one -> one.attribute("id")))
                .containsExactlyInAnyOrderElementsOf(content.keySet());
        all.elements()
                .forEach(
                        one ->
                                assertThat(one.firstChild())
                                        .isEqualTo(content.get(one.attribute("id"))));
        refused(romeo.sets(Reader.retract("dev", ROOM)), Condition.FORBIDDEN, null);
        result(juliet.sets(Reader.retract("dev", ROOM)));
        Element gone = romeo.told("items").child("retract", Pubsub.EVENT);
        assertThat(Objects.requireNonNull(gone).attribute("id")).isEqualTo(ROOM);
        result(juliet.ownerSets(owners("delete", "dev").build()));
        romeo.told("delete");
    }

    @Spec(xep = 60, section = "7.1.3.6", says = "An item has one payload")
    @Test
    void several_sizes_of_a_picture_are_one_payload() {
        juliet.creates("dev", "type", Spaces.TYPE);
        String id = "urn:xmpp:spaces:avatar:metadata:0";
        Element twice =
                Reader.element("publish", "dev")
                        .child(
                                Reader.element("item", null)
                                        .attribute("id", id)
                                        .child(picture("small"))
                                        .child(picture("large"))
                                        .build())
                        .build();
        refused(juliet.sets(twice), Condition.BAD_REQUEST, "invalid-payload");
        Element both = picture("small").with(Objects.requireNonNull(picture("large").firstChild()));
        result(juliet.sets(Reader.publish("dev", id, both)));
    }

    private static Element picture(String name) {
        return Element.of("metadata", "urn:xmpp:avatar:metadata")
                .child(
                        Element.of("info", "urn:xmpp:avatar:metadata")
                                .attribute("id", name)
                                .attribute("type", "image/jpeg")
                                .attribute("bytes", "420")
                                .attribute("url", "https://example.org/" + name + ".jpg")
                                .build())
                .build();
    }

    @Spec(xep = 60, section = "8.2.5.3", says = "Subscribers are told the new configuration")
    @Test
    void members_are_told_of_a_new_title() {
        juliet.creates("dev", "type", Spaces.TYPE);
        romeo.subscribes("dev");
        juliet.told("subscription");
        result(juliet.configures("dev", Guest.field("title", "Developers")));
        Element told = romeo.told("configuration");
        assertThat(told.attribute("node")).isEqualTo("dev");
        DataForm form = Objects.requireNonNull(DataForm.in(told));
        assertThat(form.type()).isEqualTo(DataForm.Type.RESULT);
        assertThat(form.formType()).isEqualTo(Pubsub.NODE_CONFIG);
        assertThat(form.value("pubsub#title")).isEqualTo("Developers");
        assertThat(form.field("pubsub#collection")).isNull();
        result(juliet.configures("dev", Guest.field("deliver_payloads", "0")));
        assertThat(romeo.told("configuration").elements()).isEmpty();
    }

    @Spec(xep = 503, section = "3", says = "Members are told when something is taken away")
    @Test
    void members_are_told_what_had_to_make_room() {
        juliet.creates("dev", "type", Spaces.TYPE, "max_items", "2");
        juliet.creates("news", "max_items", "1");
        juliet.publishes("dev", "1", "a").publishes("dev", "2", "b").publishes("news", "1", "a");
        romeo.subscribes("dev");
        romeo.told("items");
        romeo.subscribes("news");
        romeo.told("items");
        juliet.publishes("dev", "3", "c");
        Element gone = romeo.told("items").child("retract", Pubsub.EVENT);
        assertThat(Objects.requireNonNull(gone).attribute("id")).isEqualTo("1");
        romeo.told("items");
        result(juliet.configures("dev", Guest.field("max_items", "1")));
        gone = romeo.told("items").child("retract", Pubsub.EVENT);
        assertThat(Objects.requireNonNull(gone).attribute("id")).isEqualTo("2");
        romeo.told("configuration");
        juliet.publishes("news", "2", "b");
        assertThat(romeo.told("items").child("retract", Pubsub.EVENT)).isNull();
        romeo.toldNothingMore();
    }

    @Spec(xep = 503, section = "3", says = "Ideally a private space is hidden from the list")
    @Test
    void a_private_space_is_not_shown_to_who_may_not_see_it() {
        juliet.creates("closed", "type", Spaces.TYPE, "access_model", "whitelist");
        juliet.creates("asks", "type", Spaces.TYPE, "access_model", "authorize");
        assertThat(juliet.nodes(null)).containsExactly("asks", "closed");
        assertThat(romeo.nodes(null)).isEmpty();
        refused(romeo.discovers(Reader.INFO, "closed"), Condition.ITEM_NOT_FOUND, null);
        refused(romeo.discovers(Reader.ITEMS, "asks"), Condition.ITEM_NOT_FOUND, null);
        assertThat(metaData(romeo, "asks").value("pubsub#access_model")).isEqualTo("authorize");

        result(juliet.ownerSets(affiliation("closed", romeo, "member")));
        result(romeo.subscribing("asks"));
        juliet.asked();
        assertThat(romeo.nodes(null)).containsExactly("asks", "closed");
        refused(romeo.discovers(Reader.ITEMS, "asks"), Condition.ITEM_NOT_FOUND, null);
        refused(romeo.gets(items("asks")), Condition.NOT_AUTHORIZED, "pending-subscription");

        result(juliet.ownerSets(affiliation("closed", romeo, "none")));
        result(juliet.ownerSets(affiliation("asks", romeo, "outcast")));
        romeo.told("subscription");
        assertThat(romeo.nodes(null)).isEmpty();
        refused(romeo.discovers(Reader.INFO, "asks"), Condition.ITEM_NOT_FOUND, null);
    }

    @Spec(xep = 60, section = "4.5", says = "Only who is on the whitelist reads")
    @Test
    void a_space_that_is_closed_later_tells_old_members_nothing() {
        juliet.creates("dev", "type", Spaces.TYPE);
        romeo.subscribes("dev");
        juliet.told("subscription");
        result(juliet.configures("dev", Guest.field("access_model", "whitelist")));
        juliet.publishes("dev", "1", "for members");
        romeo.toldNothingMore();
        refused(romeo.gets(items("dev")), Condition.NOT_ALLOWED, "closed-node");
        refused(romeo.discovers(Reader.ITEMS, "dev"), Condition.ITEM_NOT_FOUND, null);
        assertThat(romeo.nodes(null)).containsExactly("dev");
        assertThat(nurse.nodes(null)).isEmpty();
    }

    @Spec(xep = 503, section = "3", says = "Owners are told of new members")
    @Test
    void owners_are_told_who_joins_and_who_leaves() {
        juliet.creates("dev", "type", Spaces.TYPE).creates("news");
        result(juliet.ownerSets(affiliation("dev", nurse, "owner")));
        String id = romeo.subscribes("dev");
        for (Guest owner : List.of(juliet, nurse)) {
            Element told = owner.told("subscription");
            assertThat(told.attribute("node")).isEqualTo("dev");
            assertThat(told.attribute("jid")).isEqualTo(romeo.me().toString());
            assertThat(told.attribute("subscription")).isEqualTo("subscribed");
        }
        romeo.subscribes("news");
        result(romeo.sets(romeo.options("dev", id).child(deliver("0")).build()));
        juliet.toldNothingMore();
        result(romeo.sets(romeo.unsubscribe("dev", null)));
        assertThat(juliet.told("subscription").attribute("subscription")).isEqualTo("none");
        nurse.told("subscription");
        juliet.subscribes("dev");
        nurse.told("subscription");
        juliet.toldNothingMore(); // who does it knows
        nurse.toldNothingMore();
        romeo.toldNothingMore();
    }

    private static Element deliver(String value) {
        return Reader.form(Pubsub.SUBSCRIBE_OPTIONS, "deliver", value);
    }

    private static DataForm metaData(Guest who, String node) {
        Iq answer = who.discovers(Reader.INFO, node);
        DataForm form = DataForm.in(Objects.requireNonNull(result(answer)));
        assertThat(Objects.requireNonNull(form).formType()).isEqualTo(Pubsub.META_DATA);
        return form;
    }

    private static Element affiliation(String node, Guest who, String affiliation) {
        return Guest.affiliation(node, who.me(), affiliation);
    }
}
