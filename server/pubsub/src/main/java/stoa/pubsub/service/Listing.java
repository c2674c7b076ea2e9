package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.ConfigField;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Pubsub;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.NodeAffiliation;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Service discovery of nodes, XEP-0060 sections 5.2 to 5.5, and of those in collections (XEP-0248
 * section 5.2), those of some types (XEP-0462). A node is listed to those who may read it or have
 * asked to; others do not learn of it, but that who may ask to is told what it is.
 */
final class Listing {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private Listing() {}

    static Decision<PubsubEvent, PubsubEffect> info(
            PubsubState state, PubsubCommand.Asked asked, Ask.NodeInfo ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !mayLookAt(state, asked.asker(), kept.node())) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element query =
                Element.of("query", INFO)
                        .attribute("node", ask.node())
                        .child(
                                Element.of("identity", INFO)
                                        .attribute("category", "pubsub")
                                        .attribute(
                                                "type",
                                                Subscribing.word(
                                                        kept.node().get(NodeConfig.NODE_TYPE)))
                                        .build())
                        .child(Element.of("feature", INFO).attribute("var", Pubsub.NS).build())
                        .child(metaData(kept).toElement())
                        .build();
        return Draft.answer(asked, query);
    }

    /** At an account only who may read a node learns of it: it tells of a person. */
    private static boolean sees(PubsubState state, Asker asker, Node node) {
        return state.isShared() ? asker.sees(node) : asker.mayRead(node);
    }

    private static boolean mayLookAt(PubsubState state, Asker asker, Node node) {
        return state.isShared() ? asker.mayLookAt(node) : asker.mayRead(node);
    }

    /** Section 5.4. */
    private static DataForm metaData(PubsubState.Kept kept) {
        Node node = kept.node();
        List<FormField> fields = new ArrayList<>();
        fields.add(FormField.text("pubsub#title", null, node.get(NodeConfig.TITLE)));
        fields.add(FormField.text("pubsub#description", null, node.get(NodeConfig.DESCRIPTION)));
        fields.add(FormField.text("pubsub#type", null, node.get(NodeConfig.TYPE)));
        fields.removeIf(field -> "".equals(field.value()));
        fields.add(shown(node, NodeConfig.ACCESS_MODEL));
        fields.add(shown(node, NodeConfig.PUBLISH_MODEL));
        fields.add(FormField.many(FormField.Type.JID_MULTI, "pubsub#owner", null, owners(node)));
        fields.add(
                FormField.of(
                        FormField.Type.JID_SINGLE,
                        "pubsub#creator",
                        null,
                        node.creator().toString()));
        fields.add(FormField.text("pubsub#creation_date", null, node.createdAt().toString()));
        fields.add(
                FormField.text(
                        "pubsub#num_subscribers", null, Integer.toString(node.subscribed())));
        return DataForm.of(DataForm.Type.RESULT, Pubsub.META_DATA, fields);
    }

    private static FormField shown(Node node, ConfigField<? extends Enum<?>> field) {
        return FormField.text(field.name(), null, Subscribing.word(node.get(field)));
    }

    private static List<String> owners(Node node) {
        return node.service() instanceof BareJid account
                ? List.of(account.toString())
                : node.affiliations().entrySet().stream()
                        .filter(entry -> entry.getValue() == NodeAffiliation.OWNER)
                        .map(entry -> entry.getKey().toString())
                        .sorted()
                        .toList();
    }

    static Decision<PubsubEvent, PubsubEffect> items(
            PubsubState state, PubsubCommand.Asked asked, Ask.ListNodes ask, Limits limits) {
        String node = ask.node();
        List<Line> lines;
        if (node == null) {
            lines =
                    state.all().stream()
                            .map(PubsubState.Kept::node)
                            .filter(one -> one.get(NodeConfig.COLLECTION).isEmpty())
                            .filter(one -> sees(state, asked.asker(), one))
                            .filter(ask.filter()::lists)
                            .map(one -> new Line(one.name(), one, null))
                            .toList();
        } else {
            PubsubState.Kept kept = state.find(node);
            if (kept == null || !asked.asker().mayRead(kept.node())) {
                return Draft.refuse(asked, Errors.NO_NODE);
            }
            lines =
                    kept.node().isCollection()
                            ? state.children(node).stream()
                                    .filter(one -> sees(state, asked.asker(), one))
                                    .filter(ask.filter()::lists)
                                    .map(one -> new Line(one.name(), one, null))
                                    .toList()
                            : kept.items().inOrder().stream()
                                    .map(item -> new Line(item.id(), kept.node(), item))
                                    .toList();
        }
        return answer(asked, ask, lines, limits);
    }

    /**
     * One line of a list: a node, or an item of it, whose id is its name (section 5.5).
     *
     * @param id what a page begins or ends at
     */
    private record Line(String id, Node node, @Nullable ItemEntry item) {
        Element element() {
            String title = node.get(NodeConfig.TITLE);
            String name = item != null ? id : title.isEmpty() ? null : title;
            return Element.of("item", ITEMS)
                    .attribute("jid", node.service().toString())
                    .attribute("node", item == null ? node.name() : null)
                    .attribute("name", name)
                    .build();
        }
    }

    private static Decision<PubsubEvent, PubsubEffect> answer(
            PubsubCommand.Asked asked, Ask.ListNodes ask, List<Line> lines, Limits limits) {
        PageRequest page = ask.page();
        List<Line> part =
                page == null
                        ? lines.subList(0, Math.min(lines.size(), limits.pageItems()))
                        : Paging.part(lines, Line::id, page, limits.pageItems());
        if (part == null) {
            return Draft.refuse(asked, Condition.ITEM_NOT_FOUND.error("There is no such page."));
        }
        Element.Builder query = Element.of("query", ITEMS).attribute("node", ask.node());
        part.forEach(line -> query.child(line.element()));
        if (page != null || part.size() < lines.size()) {
            query.child(Paging.said(lines, part, Line::id).toElement());
        }
        return Draft.answer(asked, query.build());
    }
}
