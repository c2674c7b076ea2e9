package stoa.pubsub.pep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.route.Audience;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ResourceRegistry;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.SendLast;
import stoa.pubsub.pep.ShownNodes.Flight;
import stoa.pubsub.pep.ShownNodes.Shown;
import stoa.pubsub.service.Events;
import stoa.pubsub.service.LastItem;
import stoa.store.Bytes;
import stoa.store.pubsub.PubsubStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Sends a resource the last items of nodes (XEP-0163 section 4.3.4): of its own account, and of
 * those whose presence it sees, connected or not, as far as it wants them. Stamped with the time
 * they were published (XEP-0203).
 */
final class LastItems {
    private static final String DELAY = "urn:xmpp:delay";

    private final ShownNodes shown;
    private final Interests interests;
    private final ResourceRegistry registry;
    private final BlockLists blocks;
    private final PubsubStore store;

    LastItems(
            ShownNodes shown,
            Interests interests,
            ResourceRegistry registry,
            BlockLists blocks,
            PubsubStore store) {
        this.shown = shown;
        this.interests = interests;
        this.registry = registry;
        this.blocks = blocks;
        this.store = store;
    }

    /**
     * Notes what a resource wants, and sends what is new to it.
     *
     * @param anew whether it has just become available and is to be sent all
     * @param watched whose presence it sees; null: everybody's of its domain
     */
    void wants(
            Recipient recipient, Set<String> nodes, boolean anew, @Nullable List<BareJid> watched) {
        Interests.Interest interest = interests.of(recipient);
        synchronized (interest) {
            if (anew) {
                interest.wantsNow(Set.of());
            }
            Set<String> fresh = interest.wantsNow(nodes);
            if (!fresh.isEmpty() && recipient.account() instanceof BareJid me) {
                sendOf(me, recipient, me, fresh, null);
                sendOfOthers(recipient, me, watched, fresh);
            }
        }
    }

    /**
     * Notes what a resource of another server wants of one account, and sends what is new to it.
     *
     * @param audience who may see that account's presence
     */
    void wants(Recipient.Elsewhere recipient, Set<String> nodes, Audience audience) {
        Interests.Interest interest = interests.of(recipient);
        synchronized (interest) {
            Set<String> fresh = interest.wantsNow(nodes);
            if (!fresh.isEmpty() && recipient.account() instanceof BareJid me) {
                sendOf(recipient.owner(), recipient, me, fresh, audience);
            }
        }
    }

    /** Sends what a resource wants of accounts that it sees from now on. */
    void sees(Recipient recipient, @Nullable List<BareJid> accounts) {
        Interests.Interest interest = interests.find(recipient);
        if (interest != null && recipient.account() instanceof BareJid me) {
            synchronized (interest) {
                if (!interest.nodes().isEmpty()) {
                    sendOfOthers(recipient, me, accounts, interest.nodes());
                }
            }
        }
    }

    private void sendOfOthers(
            Recipient recipient, BareJid me, @Nullable List<BareJid> watched, Set<String> nodes) {
        Iterable<BareJid> owners = watched == null ? shown.accounts(me.domain()) : watched;
        for (BareJid owner : owners) {
            if (!owner.equals(me)) {
                sendOf(owner, recipient, me, nodes, null);
            }
        }
    }

    private void sendOf(
            BareJid owner,
            Recipient recipient,
            BareJid me,
            Set<String> nodes,
            @Nullable Audience known) {
        Map<String, Shown> all = shown.of(owner);
        if (all.isEmpty()) {
            return;
        }
        Audience audience = known == null ? audience(owner) : known;
        boolean apart = blocks.blocks(owner, me) || blocks.blocks(me, owner);
        if (!owner.equals(me) && (apart || !audience.includes(me))) {
            return;
        }
        for (String name : nodes) {
            Shown one = all.get(name);
            if (one != null
                    && one.node().get(NodeConfig.SEND_LAST) == SendLast.ON_SUB_AND_PRESENCE
                    && Access.mayRead(one.node(), me, audience)) {
                send(recipient, one);
            }
        }
    }

    /**
     * Who is not connected has let see its presence whoever is told to see it. Its roster groups
     * are not known then: nodes for groups are not sent, they are there to be asked for.
     */
    private Audience audience(BareJid owner) {
        ConnectedAccount connected = registry.find(owner);
        return connected == null ? bare -> true : connected.audience();
    }

    /** Sends a node's last item to one that has subscribed to it. */
    void send(Recipient recipient, Node node) {
        Shown one = shown.find(node.account(), node.name());
        if (one != null) {
            synchronized (guard(recipient)) {
                send(recipient, one);
            }
        }
    }

    /**
     * Nothing is noted of an account elsewhere that has subscribed; its service's order is enough.
     */
    private Object guard(Recipient recipient) {
        return recipient instanceof Recipient.Ours ? interests.of(recipient) : new Object();
    }

    /** Holding the recipient's interest. */
    private void send(Recipient recipient, Shown one) {
        LastItem last = one.last();
        Flight flight = one.flight();
        boolean told =
                last == null
                        || !one.node().get(NodeConfig.DELIVER_NOTIFICATIONS)
                        || (flight != null && !flight.isFirst(recipient));
        if (told || last == null) {
            return;
        }
        Bytes payload = last.payload();
        if (payload != null) {
            send(recipient, one.node(), last, payload);
        } else {
            read(recipient, one.node(), last);
        }
    }

    /** What was published meanwhile has been told, and is not told again as it was before. */
    private void read(Recipient recipient, Node node, LastItem last) {
        store.items(node.account(), node.name(), List.of(last.id()))
                .thenAccept(
                        items -> {
                            synchronized (guard(recipient)) {
                                Shown now = shown.find(node.account(), node.name());
                                boolean same =
                                        now != null
                                                && now.last() != null
                                                && now.last().number() == last.number();
                                if (same && !items.isEmpty()) {
                                    send(recipient, node, last, items.getFirst().payload());
                                }
                            }
                        });
    }

    private static void send(Recipient recipient, Node node, LastItem last, Bytes payload) {
        Message message =
                Message.of(
                                Message.Type.HEADLINE,
                                node.account(),
                                null,
                                Events.item(node, last.id(), last.publisher(), payload),
                                Element.of("delay", DELAY)
                                        .attribute("from", node.account().toString())
                                        .attribute("stamp", last.publishedAt().toString())
                                        .build())
                        .withId("pep" + last.number());
        recipient.send(EncodedStanza.of(message.toElement()));
    }
}
