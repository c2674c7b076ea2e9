package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Spaces;
import stoa.pubsub.node.TypeFilter;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Lists of nodes of some types, XEP-0462. */
class TypeFilterTest {
    private static final String INCLUDED = "included-types";
    private static final String EXCLUDED = "excluded-types";
    private static final String BLOG = "urn:example:blog";

    private final EventingHouse house = EventingHouse.unlisted();
    private final Reader account = house.client(JULIET.on("balcony")).online();
    private final Guest juliet = Guest.of(account);

    @Spec(xep = 462, section = "3.2", says = "Nodes of matching type, or every node but those")
    @Test
    void nodes_are_listed_by_their_types() {
        juliet.creates("dev", "type", Spaces.TYPE)
                .creates("blog", "type", BLOG)
                .creates("plain")
                .creates("box", "node_type", "collection");
        assertThat(listed(INCLUDED, Spaces.TYPE)).containsExactly("dev");
        assertThat(listed(INCLUDED, Spaces.TYPE, "")).containsExactly("box", "dev", "plain");
        assertThat(listed(EXCLUDED, Spaces.TYPE)).containsExactly("blog", "box", "plain");
        assertThat(listed(EXCLUDED, "")).containsExactly("blog", "dev");
        assertThat(listed(EXCLUDED)).hasSize(4);
        assertThat(listed(INCLUDED)).isEmpty();
        assertThat(listed(INCLUDED, "urn:example:other")).isEmpty();
    }

    @Test
    void what_may_not_be_seen_is_not_found_by_its_type() {
        juliet.creates("dev", "type", Spaces.TYPE, "access_model", "whitelist");
        Guest romeo = Guest.of(house.client(ROMEO.on("orchard")).online());
        assertThat(Guest.named(romeo.lists(null, filter(field(INCLUDED, Spaces.TYPE))))).isEmpty();
    }

    @Test
    void pages_and_collections_have_what_is_left() {
        juliet.creates("box", "node_type", "collection");
        for (String name : List.of("a", "b", "c")) {
            juliet.creates(name, "type", BLOG, "collection", "box");
        }
        juliet.creates("d", "collection", "box").publishes("d", "1", "x");
        Element filter = filter(field(INCLUDED, BLOG));
        Element page =
                Element.of("set", "http://jabber.org/protocol/rsm").child("max", "2").build();
        Element query = Objects.requireNonNull(result(juliet.lists("box", filter, page)));
        assertThat(query.elements().map(one -> one.attribute("node")))
                .containsExactly("a", "b", null);
        Element set = query.child("set", "http://jabber.org/protocol/rsm");
        assertThat(Objects.requireNonNull(set).childText("count")).isEqualTo("3");
        // What is in a leaf has no type.
        assertThat(Objects.requireNonNull(result(juliet.lists("d", filter))).elements()).hasSize(1);
    }

    @Spec(xep = 462, section = "3.1", says = "The feature is advertised")
    @Test
    void an_account_lists_its_own_nodes_so_too() {
        account.publishes("urn:example:tune", "1", "la");
        result(account.ownerSets(null, Reader.configure("urn:example:tune", "type", BLOG)));
        account.publishes("urn:example:mood", "1", "fine");
        Iq answer =
                account.client.asks(
                        Iq.Type.GET,
                        JULIET.address(),
                        Element.of("query", Reader.ITEMS)
                                .child(filter(field(EXCLUDED, BLOG)))
                                .build());
        assertThat(Guest.named(answer)).containsExactly("urn:example:mood");
        Iq info =
                account.client.asks(
                        Iq.Type.GET, JULIET.address(), Element.empty("query", Reader.INFO));
        assertThat(Objects.requireNonNull(result(info)).elements().map(e -> e.attribute("var")))
                .contains(TypeFilter.NS);
    }

    @Spec(xep = 462, section = "3.2", says = "Both fields are a bad request")
    @Test
    void a_filter_that_says_nothing_or_too_much_is_refused() {
        Element good = filter(field(INCLUDED, BLOG));
        Element form = Objects.requireNonNull(good.firstChild());
        for (Element[] wrong :
                new Element[][] {
                    {filter(field(INCLUDED, BLOG), field(EXCLUDED, Spaces.TYPE))},
                    {filter()},
                    {filter(field("types", BLOG))},
                    {filter(field(INCLUDED, BLOG), field(INCLUDED, Spaces.TYPE))},
                    {good, good},
                    {Element.empty("filter", TypeFilter.NS)},
                    {Element.of("filter", TypeFilter.NS).child(form).child(form).build()},
                    {with(form.withAttribute("type", "result"))},
                    {with(form.withAttribute("type", "cancel"))},
                    {with(form.withAttribute("type", "maybe"))},
                    {with(form("urn:example:form", field(INCLUDED, BLOG)))},
                    {
                        with(
                                new DataForm(
                                                DataForm.Type.SUBMIT,
                                                null,
                                                null,
                                                List.of(field(INCLUDED, BLOG)))
                                        .toElement())
                    }
                }) {
            Iq answer = juliet.lists(null, wrong);
            refused(answer, Condition.BAD_REQUEST, null);
            assertThat(
                            Objects.requireNonNull(answer.payload("error", "jabber:client"))
                                    .attribute("type"))
                    .isEqualTo("modify");
        }
        // What is of another namespace is none of it.
        result(juliet.lists(null, Element.empty("filter", "urn:example:filter")));
    }

    private List<String> listed(String field, String... types) {
        return Guest.named(juliet.lists(null, filter(field(field, types))));
    }

    private static FormField field(String name, String... types) {
        return FormField.many(FormField.Type.LIST_MULTI, name, null, List.of(types));
    }

    private static Element filter(FormField... fields) {
        return with(form(TypeFilter.NS, fields));
    }

    private static Element form(String type, FormField... fields) {
        return DataForm.of(DataForm.Type.SUBMIT, type, List.of(fields)).toElement();
    }

    private static Element with(Element form) {
        return Element.of("filter", TypeFilter.NS).child(form).build();
    }
}
