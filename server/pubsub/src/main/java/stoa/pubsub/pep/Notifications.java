package stoa.pubsub.pep;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.route.Audience;
import stoa.core.route.Audiences;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.pep.ShownNodes.Flight;
import stoa.pubsub.pep.ShownNodes.Shown;
import stoa.pubsub.service.Events;
import stoa.pubsub.service.LastItem;
import stoa.pubsub.service.PubsubOutput;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Tells of what happens to nodes (XEP-0163 section 4): the owner's own resources, and those of
 * contacts that see the owner's presence and may read the node, as far as their capabilities say
 * that they want to know; explicit subscribers in any case. Nobody is told anything twice.
 *
 * <p>A notification is a headline, encoded once for all; it is not stored, and who is not there
 * misses it. Called in each service's order, on an event loop or the journal thread.
 */
final class Notifications implements PubsubOutput {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final ShownNodes shown;
    private final Interests interests;
    private final ResourceRegistry registry;
    private final ServedDomains domains;
    private final Audiences audiences;
    private final BlockLists blocks;
    private final LastItems lastItems;
    private final PersonalEventing.Listener listener;

    Notifications(
            ShownNodes shown,
            Interests interests,
            ResourceRegistry registry,
            ServedDomains domains,
            Audiences audiences,
            BlockLists blocks,
            LastItems lastItems,
            PersonalEventing.Listener listener) {
        this.shown = shown;
        this.interests = interests;
        this.registry = registry;
        this.domains = domains;
        this.audiences = audiences;
        this.blocks = blocks;
        this.lastItems = lastItems;
        this.listener = listener;
    }

    @Override
    public void published(Node node, StoredItem item) {
        Flight flight = new Flight();
        LastItem last = node.get(NodeConfig.PERSIST_ITEMS) ? LastItem.of(item) : null;
        Shown now = new Shown(node, last, flight);
        shown.put(now);
        Element event = Events.item(node, item.id(), item.publisher(), item.payload());
        tell(node, message(node.service(), event, item.number()), flight, () -> landed(now));
        listener.published(node.service(), node.name());
    }

    /** Everybody was told; who comes from now on is sent it as the last item. */
    private void landed(Shown told) {
        Shown now = shown.find(told.node().service(), told.node().name());
        if (now != null && now.flight() == told.flight()) {
            shown.put(new Shown(now.node(), now.last(), null));
        }
    }

    @Override
    public void changed(Node node, @Nullable LastItem last, @Nullable Element event) {
        shown.put(new Shown(node, last, null));
        if (event != null) {
            tell(node, event);
        }
        listener.published(node.service(), node.name());
    }

    @Override
    public void deleted(Node node, @Nullable Element event) {
        shown.remove(node);
        if (event != null) {
            tell(node, event);
        }
        listener.published(node.service(), node.name());
    }

    @Override
    public void tell(Node node, Element event) {
        tell(node, message(node.service(), event, 0), new Flight(), () -> {});
    }

    @Override
    public void gone(BareJid service) {
        shown.removeAll(service);
    }

    /** Section 7.1.2: each has an id of its own kind, and none is answered. */
    static EncodedStanza message(BareJid service, Element event, long number) {
        return EncodedStanza.of(
                Message.of(Message.Type.HEADLINE, service, null, event)
                        .withId(number == 0 ? null : "pep" + number)
                        .toElement());
    }

    private void tell(Node node, EncodedStanza message, Flight flight, Runnable told) {
        if (!node.get(NodeConfig.DELIVER_NOTIFICATIONS)) {
            told.run();
            return;
        }
        ConnectedAccount own = registry.find(node.service());
        if (own != null) {
            offer(own, node.name(), message, flight, () -> true);
        }
        audiences
                .of(node.service())
                .whenComplete(
                        (audience, failure) -> {
                            if (audience == null) {
                                LOG.error("pep_audience_failed of={}", node.service(), failure);
                            } else {
                                tellContacts(node, message, flight, audience);
                                tellSubscribers(node, message, flight, audience);
                            }
                            told.run();
                        });
    }

    private void tellContacts(Node node, EncodedStanza message, Flight flight, Audience audience) {
        for (ConnectedAccount other : registry.online(node.service().domain())) {
            BareJid address = other.address();
            if (!address.equals(node.service())) {
                offer(
                        other,
                        node.name(),
                        message,
                        flight,
                        () ->
                                audience.includes(address)
                                        && !areApart(node.service(), address)
                                        && Access.mayRead(node, address, audience));
            }
        }
    }

    /** Whether one of them has blocked the other (XEP-0191 section 3.3). */
    private boolean areApart(BareJid one, BareJid other) {
        return blocks.blocks(one, other) || blocks.blocks(other, one);
    }

    /** To those of an account's available resources that want it, if the account may have it. */
    private void offer(
            ConnectedAccount account,
            String node,
            EncodedStanza message,
            Flight flight,
            BooleanSupplier mayHave) {
        for (ConnectedResource resource : account.resources()) {
            Interests.Interest interest =
                    resource.isAvailable() ? interests.find(resource.session()) : null;
            if (interest == null) {
                continue;
            }
            synchronized (interest) {
                if (!interest.wants(node)) {
                    continue;
                }
                if (!mayHave.getAsBoolean()) {
                    return;
                }
                if (flight.isFirst(resource.session())) {
                    resource.session().send(message, resource.address());
                }
            }
        }
    }

    private void tellSubscribers(
            Node node, EncodedStanza message, Flight flight, Audience audience) {
        node.subscriptions()
                .forEach(
                        (who, state) -> {
                            if (state == SubscriptionState.SUBSCRIBED
                                    && Access.mayRead(node, who, audience)) {
                                tellSubscriber(node.service(), who, message, flight);
                            }
                        });
    }

    private void tellSubscriber(BareJid service, Jid who, EncodedStanza message, Flight flight) {
        ConnectedAccount account = connected(service, who);
        if (account == null) {
            return;
        }
        for (ConnectedResource resource : account.resources()) {
            boolean meant =
                    who instanceof FullJid
                            ? resource.address().equals(who)
                            : resource.isAvailable();
            if (meant) {
                synchronized (interests.of(resource.session())) {
                    if (flight.isFirst(resource.session())) {
                        resource.session().send(message, resource.address());
                    }
                }
            }
        }
    }

    private @Nullable ConnectedAccount connected(BareJid service, Jid who) {
        return who.bare() instanceof BareJid account
                        && domains.mayMeet(service.domain(), account.domain())
                        && !areApart(service, account)
                ? registry.find(account)
                : null;
    }

    @Override
    public void sendLast(Node node, Jid to) {
        ConnectedAccount account = connected(node.service(), to);
        if (account == null) {
            return;
        }
        for (ConnectedResource resource : account.resources()) {
            boolean meant =
                    to instanceof FullJid ? resource.address().equals(to) : resource.isAvailable();
            if (meant) {
                lastItems.send(resource.session(), node);
            }
        }
    }

    @Override
    public void tellOne(BareJid service, Jid to, Element event) {
        tellSubscriber(service, to, message(service, event, 0), new Flight());
    }
}
