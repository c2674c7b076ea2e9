package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.configure;
import static stoa.pubsub.Reader.element;
import static stoa.pubsub.Reader.form;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.payload;
import static stoa.pubsub.Reader.publish;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.pubsub.Reader.retract;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** What is missing, said twice, too much or of the wrong kind. */
class BadInputTest {
    private static final Limits FEW = new Limits(3, 3, 10_000, 10_000, 100, 250, 40, 2, 20, 3, 150);
    private static final String RSM = "http://jabber.org/protocol/rsm";

    private final EventingHouse house = new EventingHouse(FEW, 500);
    private final Reader juliet = house.client(JULIET.on("balcony")).online();
    private final Reader romeo = house.client(ROMEO.on("orchard")).online();

    private void bad(Element... children) {
        refused(juliet.sets(null, children), Condition.BAD_REQUEST, null);
    }

    @Test
    void requests_that_ask_for_nothing_or_for_two_things() {
        bad();
        bad(publish("urn:x", "a", payload("urn:x", "1")), retract("urn:x", "a"));
        bad(publish("urn:x", "a", payload("urn:x", "1")), options(), options());
        bad(retract("urn:x", "a"), options());
        bad(Element.empty("dance", Pubsub.NS));
        refused(juliet.gets(null), Condition.BAD_REQUEST, null);
        refused(juliet.ownerSets(null), Condition.BAD_REQUEST, null);
        refused(
                juliet.ownerGets(null, owners("delete", "urn:x").build()),
                Condition.BAD_REQUEST,
                null);
        refused(
                juliet.gets(null, publish("urn:x", "a", payload("urn:x", "1"))),
                Condition.BAD_REQUEST,
                null);
    }

    @Spec(xep = 60, section = "7.2.3.3")
    @Spec(xep = 60, section = "7.2.3.4")
    @Test
    void what_has_to_be_named_and_is_not() {
        refused(
                juliet.sets(null, publish("", "a", payload("urn:x", "1"))),
                Condition.BAD_REQUEST,
                "nodeid-required");
        refused(
                juliet.sets(null, element("retract", null).build()),
                Condition.BAD_REQUEST,
                "nodeid-required");
        refused(
                juliet.sets(null, element("retract", "urn:x").build()),
                Condition.BAD_REQUEST,
                "item-required");
        refused(
                juliet.gets(null, element("items", null).build()),
                Condition.BAD_REQUEST,
                "nodeid-required");
        refused(
                juliet.ownerSets(null, owners("delete", null).build()),
                Condition.BAD_REQUEST,
                "nodeid-required");
        refused(
                juliet.gets(null, element("options", "urn:x").build()),
                Condition.BAD_REQUEST,
                "jid-required");
        refused(
                juliet.sets(null, element("subscribe", "urn:x").build()),
                Condition.BAD_REQUEST,
                "invalid-jid");
        refused(
                juliet.sets(null, element("subscribe", "urn:x").attribute("jid", "@@").build()),
                Condition.BAD_REQUEST,
                "invalid-jid");
    }

    @Spec(xep = 60, section = "7.1.3")
    @Test
    void items_that_are_none() {
        refused(
                juliet.sets(null, element("publish", "urn:x").build()),
                Condition.BAD_REQUEST,
                "item-required");
        refused(
                juliet.sets(null, publish("urn:x", "a", null)),
                Condition.BAD_REQUEST,
                "payload-required");
        Element two =
                element("item", null)
                        .child(payload("urn:x", "1"))
                        .child(payload("urn:x", "2"))
                        .build();
        refused(
                juliet.sets(null, element("publish", "urn:x").child(two).build()),
                Condition.BAD_REQUEST,
                "invalid-payload");
        refused(
                juliet.sets(
                        null,
                        publish("urn:x", "a", payload("urn:x", "1")),
                        options("type", "urn:y")),
                Condition.BAD_REQUEST,
                "invalid-payload");
        refused(
                juliet.sets(
                        null,
                        publish("urn:x", "a", payload("urn:x", "1")),
                        options("persist_items", "0", "deliver_payloads", "0")),
                Condition.BAD_REQUEST,
                "item-forbidden");
    }

    @Test
    void more_than_one_item_at_a_time() {
        Element.Builder bomb = element("publish", "urn:x");
        for (int i = 0; i < 100; i++) {
            bomb.child(
                    element("item", null)
                            .attribute("id", "i" + i)
                            .child(payload("urn:x", "1"))
                            .build());
        }
        refused(juliet.sets(null, bomb.build()), Condition.NOT_ALLOWED, "max-items-exceeded");
        refused(juliet.gets(null, items("urn:x")), Condition.ITEM_NOT_FOUND, null);
    }

    @Spec(xep = 60, section = "7.1.3.4")
    @Test
    void more_than_an_account_may_keep() {
        String text = "x".repeat(60);
        refused(
                juliet.sets(null, publish("urn:x", "a", payload("urn:x", "x".repeat(100)))),
                Condition.NOT_ACCEPTABLE,
                "payload-too-big");
        juliet.publishes("urn:x", "a", text, options("max_items", "max"));
        juliet.publishes("urn:x", "b", text);
        refused(
                juliet.sets(null, publish("urn:x", "c", payload("urn:x", text))),
                Condition.RESOURCE_CONSTRAINT,
                null);
        juliet.publishes("urn:x", "b", text);
        refused(
                juliet.sets(null, publish("urn:x", "i".repeat(41), payload("urn:x", "1"))),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(
                juliet.sets(null, publish("n".repeat(41), "a", payload("urn:x", "1"))),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(
                juliet.sets(null, element("create", "é".repeat(21)).build()),
                Condition.NOT_ACCEPTABLE,
                null);
        result(juliet.sets(null, element("create", "urn:2").build()));
        result(juliet.sets(null, element("create", "urn:3").build()));
        refused(
                juliet.sets(null, element("create", "urn:4").build()),
                Condition.POLICY_VIOLATION,
                "max-nodes-exceeded");
        refused(
                juliet.sets(null, publish("urn:4", "a", payload("urn:4", "1"))),
                Condition.POLICY_VIOLATION,
                "max-nodes-exceeded");
    }

    @Test
    void lists_that_are_too_long() {
        result(juliet.sets(null, element("create", "urn:x").build()));
        Element.Builder list = owners("affiliations", "urn:x");
        for (String who : List.of("a", "b", "c")) {
            list.child(
                    owners("affiliation", null)
                            .attribute("jid", who + "@example.org")
                            .attribute("affiliation", "member")
                            .build());
        }
        refused(juliet.ownerSets(null, list.build()), Condition.POLICY_VIOLATION, null);
        result(juliet.ownerSets(null, configure("urn:x", "access_model", "open")));
        result(romeo.sets(JULIET, subscribe("romeo@example.org")));
        result(romeo.sets(JULIET, subscribe("romeo@example.org/orchard")));
        refused(
                juliet.sets(null, subscribe("juliet@example.org")),
                Condition.POLICY_VIOLATION,
                "too-many-subscriptions");
    }

    private static Element subscribe(String jid) {
        return element("subscribe", "urn:x").attribute("jid", jid).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "", "x", "1.5", " 1"})
    void numbers_of_items_that_are_none(String number) {
        juliet.publishes("urn:x", "a", "1");
        refused(
                juliet.gets(null, element("items", "urn:x").attribute("max_items", number).build()),
                Condition.BAD_REQUEST,
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", ""})
    void page_sizes_that_are_none(String max) {
        juliet.publishes("urn:x", "a", "1");
        Element set = Element.of("set", RSM).child(Element.text("max", RSM, max)).build();
        refused(juliet.gets(null, items("urn:x"), set), Condition.BAD_REQUEST, null);
        Element query = Element.of("query", Reader.ITEMS).child(set).build();
        refused(juliet.client.asks(Iq.Type.GET, null, query), Condition.BAD_REQUEST, null);
    }

    @Spec(xep = 60, section = "6.5.4")
    @Spec(xep = 60, section = "6.5.7")
    @Test
    void pages_are_given_up_to_what_an_answer_holds() {
        juliet.publishes("urn:x", "a", "1", options("max_items", "max"));
        for (String id : List.of("b", "c", "d", "e")) {
            juliet.publishes("urn:x", id, "1");
        }
        assertThat(juliet.ids(null, items("urn:x"))).containsExactly("c", "d", "e");
        Element most = element("items", "urn:x").attribute("max_items", "2147483648").build();
        assertThat(juliet.ids(null, most)).containsExactly("c", "d", "e");
        Element two = element("items", "urn:x").attribute("max_items", "2").build();
        assertThat(juliet.ids(null, two)).containsExactly("d", "e");
        assertThat(juliet.ids(null, items("urn:x"), page("max", "2147483648")))
                .containsExactly("a", "b", "c");
        assertThat(juliet.ids(null, items("urn:x"), page("max", "2", "after", "a")))
                .containsExactly("b", "c");
        assertThat(juliet.ids(null, items("urn:x"), page("max", "2", "before", "")))
                .containsExactly("d", "e");
        assertThat(juliet.ids(null, items("urn:x"), page("max", "2", "before", "d")))
                .containsExactly("b", "c");
        assertThat(juliet.ids(null, items("urn:x"), page("max", "0"))).isEmpty();
        refused(
                juliet.gets(null, items("urn:x"), page("after", "' OR 1=1 --")),
                Condition.ITEM_NOT_FOUND,
                null);
        Element all = Objects.requireNonNull(result(juliet.gets(null, items("urn:x"))));
        assertThat(all.child("set", RSM).childText("count")).isEqualTo("5");
    }

    private static Element page(String... parts) {
        Element.Builder set = Element.of("set", RSM);
        for (int i = 0; i < parts.length; i += 2) {
            set.child(Element.text(parts[i], RSM, parts[i + 1]));
        }
        return set.build();
    }

    @Spec(xep = 60, section = "8.2")
    @Test
    void a_node_is_created_and_configured() {
        Element config =
                element("configure", null)
                        .child(form(Pubsub.NODE_CONFIG, "access_model", "open", "max_items", "7"))
                        .build();
        result(juliet.sets(null, element("create", "urn:x").build(), config));
        refused(juliet.sets(null, element("create", "urn:x").build()), Condition.CONFLICT, null);
        DataForm form = configOf("urn:x");
        assertThat(form.value("pubsub#access_model")).isEqualTo("open");
        assertThat(form.value("pubsub#max_items")).isEqualTo("7");
        result(juliet.ownerSets(null, configure("urn:x", "max_items", "max")));
        assertThat(configOf("urn:x").value("pubsub#max_items")).isEqualTo("max");
        assertThat(configOf("urn:x").value("pubsub#access_model")).isEqualTo("open");
        Element made =
                Objects.requireNonNull(result(juliet.sets(null, element("create", null).build())));
        assertThat(made.firstChild().attribute("node")).isNotEmpty();
        Element named =
                Objects.requireNonNull(result(juliet.sets(null, element("create", "").build())));
        assertThat(named.firstChild().attribute("node")).as("no name is none").isNotEmpty();
        Element defaults =
                Objects.requireNonNull(
                        result(juliet.ownerGets(null, owners("default", null).build())));
        assertThat(DataForm.in(defaults.firstChild()).value("pubsub#access_model"))
                .isEqualTo("presence");
    }

    private DataForm configOf(String node) {
        Element pubsub =
                Objects.requireNonNull(
                        result(juliet.ownerGets(null, owners("configure", node).build())));
        return Objects.requireNonNull(DataForm.in(pubsub.firstChild()));
    }

    @Spec(xep = 60, section = "8.2.4")
    @Test
    void forms_that_are_none() {
        result(juliet.sets(null, element("create", "urn:x").build()));
        Element noType =
                owners("configure", "urn:x")
                        .child(
                                new DataForm(DataForm.Type.SUBMIT, null, null, List.of())
                                        .toElement())
                        .build();
        refused(juliet.ownerSets(null, noType), Condition.BAD_REQUEST, null);
        Element otherType =
                owners("configure", "urn:x").child(form("urn:other", "title", "x")).build();
        refused(juliet.ownerSets(null, otherType), Condition.BAD_REQUEST, null);
        refused(
                juliet.ownerSets(null, owners("configure", "urn:x").build()),
                Condition.BAD_REQUEST,
                null);
        refused(
                juliet.ownerSets(null, configure("urn:x", "title", "a", "title", "b")),
                Condition.BAD_REQUEST,
                null);
        for (String max : List.of("-1", "0", "10001", "2147483648", "many")) {
            refused(
                    juliet.ownerSets(null, configure("urn:x", "max_items", max)),
                    Condition.NOT_ACCEPTABLE,
                    null);
        }
        refused(
                juliet.ownerSets(null, configure("urn:x", "access_model", "all")),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(
                juliet.ownerSets(null, configure("urn:y", "title", "x")),
                Condition.ITEM_NOT_FOUND,
                null);
        refused(
                romeo.ownerSets(JULIET, configure("urn:x", "title", "x")),
                Condition.FORBIDDEN,
                null);
        refused(
                romeo.ownerGets(JULIET, owners("configure", "urn:x").build()),
                Condition.FORBIDDEN,
                null);
        refused(
                juliet.sets(
                        null,
                        publish("urn:x", "a", payload("urn:x", "1")),
                        element("publish-options", null).build()),
                Condition.BAD_REQUEST,
                null);
    }

    @Test
    void fewer_items_are_kept_from_the_moment_it_is_said() {
        juliet.publishes("urn:x", "a", "1", options("max_items", "max"));
        juliet.publishes("urn:x", "b", "1");
        result(juliet.ownerSets(null, configure("urn:x", "max_items", "1")));
        assertThat(juliet.ids(null, items("urn:x"))).containsExactly("b");
        result(juliet.ownerSets(null, configure("urn:x", "persist_items", "0")));
        refused(
                juliet.gets(null, items("urn:x")),
                Condition.FEATURE_NOT_IMPLEMENTED,
                "unsupported");
    }

    @Test
    void what_is_not_done_here() {
        result(juliet.sets(null, element("create", "urn:x").build()));
        refused(
                juliet.gets(
                        null,
                        element("options", "urn:x")
                                .attribute("jid", juliet.me().toString())
                                .build()),
                Condition.FEATURE_NOT_IMPLEMENTED,
                "unsupported");
        refused(
                juliet.gets(null, element("default", "urn:x").build()),
                Condition.FEATURE_NOT_IMPLEMENTED,
                "unsupported");
    }
}
