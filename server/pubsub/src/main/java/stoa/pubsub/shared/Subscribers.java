package stoa.pubsub.shared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.core.route.Audience;
import stoa.core.route.Router;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Subscription;
import stoa.pubsub.service.Events;
import stoa.pubsub.service.LastItem;
import stoa.pubsub.service.PubsubEffect;
import stoa.pubsub.service.PubsubOutput;
import stoa.store.Bytes;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Tells subscribers what happens to nodes (XEP-0060 section 7.1.2, XEP-0248 section 5.3): each
 * address once for all its subscriptions to a node, and once for each collection. A notification is
 * a headline: who is not there misses it. Called in each service's order, on an event loop or the
 * journal thread.
 */
final class Subscribers implements PubsubOutput {
    private static final String DELAY = "urn:xmpp:delay";

    private final Router router;
    private final PubsubStore store;

    Subscribers(Router router, PubsubStore store) {
        this.router = router;
        this.store = store;
    }

    @Override
    public void published(Node node, StoredItem item) {
        tell(node, Events.item(node, item.id(), item.publisher(), item.payload()));
    }

    @Override
    public void changed(Node node, @Nullable LastItem last, @Nullable Element event) {
        if (event != null) {
            tell(node, event);
        }
    }

    @Override
    public void deleted(Node node, @Nullable Element event) {
        if (event != null) {
            tell(node, event);
        }
    }

    @Override
    public void tell(Node node, Element event) {
        if (node.get(NodeConfig.DELIVER_NOTIFICATIONS)) {
            byAddress(node)
                    .forEach(
                            (who, subscriptions) -> {
                                List<String> ids = delivering(subscriptions);
                                if (!ids.isEmpty() && mayRead(node, who)) {
                                    send(node.service(), who, event, because(subscriptions, ids));
                                }
                            });
        }
    }

    private static Map<Jid, List<Subscription>> byAddress(Node node) {
        Map<Jid, List<Subscription>> byAddress = new LinkedHashMap<>();
        for (List<Subscription> list : node.subscriptions().values()) {
            for (Subscription one : list) {
                if (one.isSubscribed()) {
                    byAddress.computeIfAbsent(one.who(), key -> new ArrayList<>()).add(one);
                }
            }
        }
        return byAddress;
    }

    private static List<String> delivering(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .filter(one -> one.options().deliver())
                .map(Subscription::id)
                .toList();
    }

    /** Section 7.1.2.6: who has several subscriptions is told which ones these were. */
    private static List<Element> because(List<Subscription> subscriptions, List<String> ids) {
        return subscriptions.size() == 1 ? List.of() : Headers.of(Headers.SUBID, ids);
    }

    private static boolean mayRead(Node node, Jid who) {
        return Access.mayRead(node, who, Audience.NOBODY);
    }

    @Override
    public void relay(PubsubEffect.Relay relay) {
        for (PubsubEffect.Way way : relay.ways()) {
            Node collection = way.collection();
            byAddress(collection)
                    .forEach(
                            (who, subscriptions) -> {
                                List<Subscription> wanting = wanting(subscriptions, relay, way);
                                if (!wanting.isEmpty()
                                        && mayRead(collection, who)
                                        && mayRead(relay.origin(), who)) {
                                    send(
                                            collection.service(),
                                            who,
                                            relay.event(),
                                            headers(collection, subscriptions, wanting));
                                }
                            });
        }
    }

    private static List<Subscription> wanting(
            List<Subscription> subscriptions, PubsubEffect.Relay relay, PubsubEffect.Way way) {
        return subscriptions.stream()
                .filter(one -> one.options().deliver())
                .filter(one -> one.options().type().includes(relay.of()))
                .filter(one -> one.options().depth() >= way.depth())
                .toList();
    }

    private static List<Element> headers(
            Node collection, List<Subscription> all, List<Subscription> wanting) {
        List<Element> headers =
                new ArrayList<>(Headers.of(Headers.COLLECTION, List.of(collection.name())));
        headers.addAll(because(all, wanting.stream().map(Subscription::id).toList()));
        return headers;
    }

    @Override
    public void sendLast(Node node, Subscription to, @Nullable LastItem last) {
        boolean told =
                last != null
                        && to.options().deliver()
                        && node.get(NodeConfig.DELIVER_NOTIFICATIONS);
        if (told && last != null) {
            store.items(node.service(), node.name(), List.of(last.id()))
                    .thenAccept(
                            found -> {
                                for (StoredItem item : found) {
                                    sendLast(node, to.who(), item.entry(), item.payload());
                                }
                            });
        }
    }

    private void sendLast(Node node, Jid to, ItemEntry item, Bytes payload) {
        router.route(
                Message.of(
                        Message.Type.HEADLINE,
                        node.service(),
                        to,
                        Events.item(node, item.id(), item.publisher(), payload),
                        Element.of("delay", DELAY)
                                .attribute("from", node.service().toString())
                                .attribute("stamp", item.publishedAt().toString())
                                .build()));
    }

    @Override
    public void tellOne(Jid service, Jid to, Element event) {
        send(service, to, event, List.of());
    }

    @Override
    public void say(Message message) {
        router.route(message);
    }

    @Override
    public void gone(Jid service) {} // the store has forgotten it; nobody is told

    private void send(Jid service, Jid to, Element event, List<Element> headers) {
        router.route(
                headers.isEmpty()
                        ? Message.of(Message.Type.HEADLINE, service, to, event)
                        : Message.of(
                                Message.Type.HEADLINE, service, to, event, Headers.of(headers)));
    }
}
