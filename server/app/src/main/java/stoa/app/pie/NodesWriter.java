package stoa.app.pie;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.ServiceKind;
import stoa.store.StoredXml;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredSubscription;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** Nodes and items as elements, XEP-0227 section 4.10. */
final class NodesWriter {
    private NodesWriter() {}

    /** Configurations, affiliations and subscriptions of all nodes. */
    static Element owner(List<LoadedNode> nodes) {
        Element.Builder pubsub = Element.of("pubsub", Pie.PUBSUB_OWNER);
        for (LoadedNode node : nodes) {
            String name = node.node().name();
            pubsub.child(
                    part("configure", name)
                            .child(form(NodeConfig.fromStored(node.node().config())).toElement())
                            .build());
            if (!node.affiliations().isEmpty()) {
                pubsub.child(affiliations(name, node.affiliations()));
            }
            if (!node.subscriptions().isEmpty()) {
                pubsub.child(subscriptions(name, node.subscriptions()));
            }
        }
        return pubsub.build();
    }

    private static Element.Builder part(String element, String node) {
        return Element.of(element, Pie.PUBSUB_OWNER).attribute("node", node);
    }

    /** Every field with its value, without what only a person needs who fills the form in. */
    private static DataForm form(NodeConfig config) {
        List<FormField> fields = new ArrayList<>();
        for (FormField field : config.toForm(ServiceKind.PERSONAL).fields()) {
            String name = field.name();
            if (name != null && !name.equals(DataForm.FORM_TYPE) && !field.values().isEmpty()) {
                fields.add(
                        new FormField(name, field.type(), null, false, field.values(), List.of()));
            }
        }
        return DataForm.of(DataForm.Type.SUBMIT, Pubsub.NODE_CONFIG, fields);
    }

    private static Element affiliations(String node, Map<Jid, NodeAffiliation> all) {
        Element.Builder affiliations = part("affiliations", node);
        Map<String, NodeAffiliation> inOrder = new TreeMap<>();
        all.forEach((who, affiliation) -> inOrder.put(who.toString(), affiliation));
        inOrder.forEach(
                (who, affiliation) ->
                        affiliations.child(
                                Element.of("affiliation", Pie.PUBSUB_OWNER)
                                        .attribute("jid", who)
                                        .attribute("affiliation", PortableNodes.word(affiliation))
                                        .build()));
        return affiliations.build();
    }

    private static Element subscriptions(String node, List<StoredSubscription> all) {
        Element.Builder subscriptions = part("subscriptions", node);
        for (StoredSubscription one : all) {
            subscriptions.child(
                    Element.of("subscription", Pie.PUBSUB_OWNER)
                            .attribute("jid", one.subscriber().toString())
                            .attribute("subscription", PortableNodes.word(one.state()))
                            .build());
        }
        return subscriptions.build();
    }

    /** An item with its payload. */
    static Element item(StoredItem item, Jid account) {
        Element.Builder element = Element.of("item", Pie.PUBSUB).attribute("id", item.id());
        if (!item.publisher().bare().equals(account)) {
            element.attribute("publisher", item.publisher().toString());
        }
        if (item.payload().length() > 0) {
            element.child(StoredXml.read(item.payload()));
        }
        return element.build();
    }
}
