package stoa.pubsub.pep;

import java.util.List;
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
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Subscription;
import stoa.pubsub.pep.ShownNodes.Flight;
import stoa.pubsub.pep.ShownNodes.Shown;
import stoa.pubsub.service.Events;
import stoa.pubsub.service.LastItem;
import stoa.pubsub.service.PubsubEffect;
import stoa.pubsub.service.PubsubOutput;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Tells of what happens to nodes (XEP-0163 section 4): the owner's own resources, and those of
 * contacts here and at other servers that see the owner's presence and may read the node, as far as
 * their capabilities say that they want to know; explicit subscribers in any case. Nobody is told
 * anything twice.
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
    private final ContactsElsewhere elsewhere;
    private final Router router;
    private final PersonalEventing.Listener listener;

    Notifications(
            ShownNodes shown,
            Interests interests,
            ResourceRegistry registry,
            ServedDomains domains,
            Audiences audiences,
            BlockLists blocks,
            LastItems lastItems,
            ContactsElsewhere elsewhere,
            Router router,
            PersonalEventing.Listener listener) {
        this.shown = shown;
        this.interests = interests;
        this.registry = registry;
        this.domains = domains;
        this.audiences = audiences;
        this.blocks = blocks;
        this.lastItems = lastItems;
        this.elsewhere = elsewhere;
        this.router = router;
        this.listener = listener;
    }

    @Override
    public void published(Node node, StoredItem item) {
        Flight flight = new Flight();
        LastItem last = node.get(NodeConfig.PERSIST_ITEMS) ? LastItem.of(item) : null;
        Shown now = new Shown(node, last, flight);
        shown.put(now);
        Element event = Events.item(node, item.id(), item.publisher(), item.payload());
        tell(node, message(node.account(), event, item.number()), flight, () -> landed(now));
        listener.published(node.account(), node.name());
    }

    /** Everybody was told; who comes from now on is sent it as the last item. */
    private void landed(Shown told) {
        Shown now = shown.find(told.node().account(), told.node().name());
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
        listener.published(node.account(), node.name());
    }

    @Override
    public void deleted(Node node, @Nullable Element event) {
        shown.remove(node);
        if (event != null) {
            tell(node, event);
        }
        listener.published(node.account(), node.name());
    }

    @Override
    public void tell(Node node, Element event) {
        tell(node, message(node.account(), event, 0), new Flight(), () -> {});
    }

    @Override
    public void gone(Jid service) {
        shown.removeAll((BareJid) service);
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
        ConnectedAccount own = registry.find(node.account());
        if (own != null) {
            offer(own, node.name(), message, flight, () -> true);
        }
        audiences
                .of(node.account())
                .whenComplete(
                        (audience, failure) -> {
                            if (audience == null) {
                                LOG.error("pep_audience_failed of={}", node.account(), failure);
                            } else {
                                tellContacts(node, message, flight, audience);
                                tellSubscribers(node, message, flight, audience);
                            }
                            told.run();
                        });
    }

    private void tellContacts(Node node, EncodedStanza message, Flight flight, Audience audience) {
        String house = node.account().domain();
        for (DomainJid domain : domains.all()) {
            if (domains.mayMeet(house, domain.domain())) {
                for (ConnectedAccount other : registry.online(domain.domain())) {
                    BareJid address = other.address();
                    if (!address.equals(node.account())) {
                        offer(
                                other,
                                node.name(),
                                message,
                                flight,
                                () -> mayHave(node, address, audience));
                    }
                }
            }
        }
        for (Recipient.Elsewhere other : elsewhere.of(node.account())) {
            Interests.Interest interest = interests.find(other);
            if (interest != null) {
                synchronized (interest) {
                    if (interest.wants(node.name())
                            && mayHave(node, other.account(), audience)
                            && flight.isFirst(other)) {
                        other.send(message);
                    }
                }
            }
        }
    }

    private boolean mayHave(Node node, Jid contact, Audience audience) {
        return audience.includes(contact)
                && !areApart(node.account(), contact)
                && Access.mayRead(node, contact, audience);
    }

    /** Whether one of them has blocked the other (XEP-0191 section 3.3). */
    private boolean areApart(BareJid one, Jid other) {
        return blocks.blocks(one, other)
                || (other.bare() instanceof BareJid account && blocks.blocks(account, one));
    }

    /** To those of an account's available resources that want it, if the account may have it. */
    private void offer(
            ConnectedAccount account,
            String node,
            EncodedStanza message,
            Flight flight,
            BooleanSupplier mayHave) {
        for (ConnectedResource resource : account.resources()) {
            Recipient.Ours recipient = new Recipient.Ours(resource.session());
            Interests.Interest interest = resource.isAvailable() ? interests.find(recipient) : null;
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
                if (flight.isFirst(recipient)) {
                    recipient.send(message);
                }
            }
        }
    }

    private void tellSubscribers(
            Node node, EncodedStanza message, Flight flight, Audience audience) {
        for (List<Subscription> list : node.subscriptions().values()) {
            for (Subscription one : list) {
                if (one.isSubscribed() && Access.mayRead(node, one.who(), audience)) {
                    tellSubscriber(node.account(), one.who(), message, flight);
                }
            }
        }
    }

    private void tellSubscriber(BareJid service, Jid who, EncodedStanza message, Flight flight) {
        Recipient.Elsewhere other = elsewhere(service, who);
        if (other != null) {
            // As a whole it has the item where one of its resources has it.
            if (!flight.hasServed(service, who) && flight.isFirst(other)) {
                other.send(message);
            }
            return;
        }
        ConnectedAccount account = connected(service, who);
        if (account == null) {
            return;
        }
        for (ConnectedResource resource : account.resources()) {
            if (isMeant(resource, who)) {
                Recipient.Ours recipient = new Recipient.Ours(resource.session());
                synchronized (interests.of(recipient)) {
                    if (flight.isFirst(recipient)) {
                        recipient.send(message);
                    }
                }
            }
        }
    }

    /** The subscriber, if another server has it and it may be told. */
    private Recipient.@Nullable Elsewhere elsewhere(BareJid service, Jid who) {
        return domains.isElsewhere(who.domain())
                        && domains.mayMeet(service.domain(), who.domain())
                        && !areApart(service, who)
                ? new Recipient.Elsewhere(router, service, who)
                : null;
    }

    private @Nullable ConnectedAccount connected(BareJid service, Jid who) {
        return who.bare() instanceof BareJid account
                        && domains.mayMeet(service.domain(), account.domain())
                        && !areApart(service, account)
                ? registry.find(account)
                : null;
    }

    @Override
    public void sendLast(Node node, Subscription subscription, @Nullable LastItem last) {
        Jid to = subscription.who();
        Recipient.Elsewhere other = elsewhere(node.account(), to);
        if (other != null) {
            lastItems.send(other, node);
            return;
        }
        ConnectedAccount account = connected(node.account(), to);
        if (account == null) {
            return;
        }
        for (ConnectedResource resource : account.resources()) {
            if (isMeant(resource, to)) {
                lastItems.send(new Recipient.Ours(resource.session()), node);
            }
        }
    }

    @Override
    public void relay(PubsubEffect.Relay relay) {} // accounts have no collections

    @Override
    public void say(Message message) {
        router.route(message);
    }

    @Override
    public void tellOne(Jid service, Jid to, Element event) {
        BareJid account = (BareJid) service;
        tellSubscriber(account, to, message(account, event, 0), new Flight());
    }

    /** Whether what is for that address is for the resource. */
    private static boolean isMeant(ConnectedResource resource, Jid address) {
        return address instanceof FullJid
                ? resource.isReachable() && resource.address().equals(address)
                : resource.isAvailable();
    }
}
