package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import stoa.core.journal.Change;
import stoa.pubsub.node.Node;
import stoa.store.StoredXml;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.pubsub.ItemRemoved;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.NodeAffiliationSaved;
import stoa.store.pubsub.NodeDeleted;
import stoa.store.pubsub.NodePurged;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.SubscriptionSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** What an event writes to the tables. */
final class PubsubChanges {
    private PubsubChanges() {}

    static List<Change> of(Jid service, PubsubEvent event) {
        return switch (event) {
            case PubsubEvent.Created(var node) -> created(node);
            case PubsubEvent.Configured(var node) -> List.of(new NodeSaved(node.toStored()));
            case PubsubEvent.Published(var node, var item) ->
                    List.of(new ItemSaved(service, node, item));
            case PubsubEvent.Removed(var node, var id) ->
                    List.of(new ItemRemoved(service, node, id));
            case PubsubEvent.Purged(var node) -> List.of(new NodePurged(service, node));
            case PubsubEvent.Deleted(var node) -> List.of(new NodeDeleted(service, node));
            case PubsubEvent.Affiliated(var node, var who, var affiliation) ->
                    List.of(new NodeAffiliationSaved(service, node, who, affiliation));
            case PubsubEvent.Subscribed(var node, var subscription) ->
                    List.of(new SubscriptionSaved(service, node, subscription.toStored()));
            case PubsubEvent.Imported imported -> imported(service, imported);
            case PubsubEvent.Forgotten f -> List.of();
        };
    }

    private static List<Change> created(Node node) {
        List<Change> changes = new ArrayList<>();
        changes.add(new NodeSaved(node.toStored()));
        node.affiliations()
                .forEach(
                        (who, affiliation) ->
                                changes.add(
                                        new NodeAffiliationSaved(
                                                node.service(), node.name(), who, affiliation)));
        return changes;
    }

    /** Only accounts have anything older. */
    private static List<Change> imported(Jid service, PubsubEvent.Imported imported) {
        List<Change> changes = new ArrayList<>();
        changes.add(new NodeSaved(imported.node().toStored()));
        imported.items()
                .forEach(item -> changes.add(new ItemSaved(service, imported.node().name(), item)));
        Element rest = imported.rest();
        changes.add(
                new PrivateXmlSaved((BareJid) service, rest.expandedName(), StoredXml.write(rest)));
        return changes;
    }
}
