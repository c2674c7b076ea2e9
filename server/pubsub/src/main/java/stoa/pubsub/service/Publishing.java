package stoa.pubsub.service;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Spaces;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Publishing an item, XEP-0060 section 7.1. A node that is not there is made, for its owner
 * (section 7.1.4), with the options as its configuration; one that is there must have them (section
 * 7.1.5).
 */
final class Publishing {
    /** The id of a singleton node's item, section 12.20. */
    private static final String SINGLETON = "current";

    private Publishing() {}

    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand.Asked asked, Ask.Publish ask, Turn turn) {
        PubsubState.Kept kept = state.find(ask.node());
        Node node = kept == null ? null : kept.node();
        if (node == null) {
            StanzaError refusal = mayNotCreate(state, asked, ask, turn.limits());
            if (refusal != null) {
                return Draft.refuse(asked, refusal);
            }
            NodeConfig config = Creating.config(state, ask.node(), ask.options());
            if (config == null) {
                return Draft.refuse(asked, Errors.PRECONDITION_NOT_MET);
            }
            node = Node.created(state.address(), ask.node(), config, turn.now());
        } else if (!Access.mayPublish(node, asked.asker().address(), asked.asker().audience())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        } else if (ask.options() != null && !node.config().meets(ask.options(), state.kind())) {
            return Draft.refuse(asked, Errors.PRECONDITION_NOT_MET);
        }
        if (node.isCollection()) {
            return Draft.refuse(asked, Errors.unsupported("publish"));
        }
        StanzaError refusal = refusal(node, ask, turn.limits());
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        Draft draft = new Draft(asked);
        if (kept == null) {
            draft.record(new PubsubEvent.Created(node));
        }
        StoredItem item = item(state, node, asked, ask, turn);
        refusal =
                item.payload().length() > turn.limits().payloadBytes()
                        ? Errors.PAYLOAD_TOO_BIG
                        : full(state, kept, node, item, turn.limits());
        return refusal == null ? publish(draft, kept, node, item) : Draft.refuse(asked, refusal);
    }

    private static @Nullable StanzaError mayNotCreate(
            PubsubState state, PubsubCommand.Asked asked, Ask.Publish ask, Limits limits) {
        if (state.isShared()) {
            return Errors.NO_NODE; // a slip of the pen would make a node for everybody to see
        }
        if (!asked.asker().isService()) {
            return Errors.FORBIDDEN;
        }
        if (ask.options() != null && !NodeConfig.knowsAll(ask.options(), state.kind())) {
            return Errors.PRECONDITION_NOT_MET;
        }
        return Creating.refusal(state, ask.node(), state.address(), limits);
    }

    /** Sections 7.1.3.5 and 7.1.3.6. */
    private static @Nullable StanzaError refusal(Node node, Ask.Publish ask, Limits limits) {
        boolean kept = node.get(NodeConfig.PERSIST_ITEMS);
        boolean told = node.get(NodeConfig.DELIVER_PAYLOADS);
        if (!kept && !told && ask.item()) {
            return Errors.ITEM_FORBIDDEN;
        }
        if (!ask.item() && (kept || told)) {
            return Errors.ITEM_REQUIRED;
        }
        Element payload = ask.payload();
        if (payload == null && kept && told) {
            return Errors.PAYLOAD_REQUIRED;
        }
        if (payload != null && !fits(node, payload)) {
            return Errors.INVALID_PAYLOAD;
        }
        String id = ask.id();
        return id != null && Creating.isTooLong(id, limits) ? Creating.TOO_LONG : null;
    }

    /** Section 7.1.3.6: the type is the payload's namespace, but for a space holds many kinds. */
    private static boolean fits(Node node, Element payload) {
        String type = node.get(NodeConfig.TYPE);
        return type.isEmpty() || type.equals(payload.namespace()) || Spaces.isSpace(node.config());
    }

    private static StoredItem item(
            PubsubState state, Node node, PubsubCommand.Asked asked, Ask.Publish ask, Turn turn) {
        String id = ask.id();
        if (id == null) {
            boolean singleton =
                    node.get(NodeConfig.PERSIST_ITEMS) && node.get(NodeConfig.MAX_ITEMS) == 1;
            id = singleton ? SINGLETON : turn.ids().get();
        }
        Element payload = ask.payload();
        return new StoredItem(
                id,
                state.nextNumber(),
                asked.asker().address(),
                turn.now(),
                payload == null ? Bytes.EMPTY : StoredXml.write(payload));
    }

    private static @Nullable StanzaError full(
            PubsubState state,
            PubsubState.@Nullable Kept kept,
            Node node,
            StoredItem item,
            Limits limits) {
        ItemEntry before = kept == null ? null : kept.items().find(item.id());
        long more = item.payload().length() - (before == null ? 0L : before.bytes());
        PubsubState.Share share = state.shareOf(node.creator());
        boolean tooMany = before == null && share.items() >= limits.itemsEach();
        boolean tooBig = more > 0 && share.bytes() + more > limits.bytesEach();
        return node.get(NodeConfig.PERSIST_ITEMS) && (tooMany || tooBig) ? Errors.FULL : null;
    }

    private static Decision<PubsubEvent, PubsubEffect> publish(
            Draft draft, PubsubState.@Nullable Kept kept, Node node, StoredItem item) {
        if (node.get(NodeConfig.PERSIST_ITEMS)) {
            if (kept != null) {
                kept.items()
                        .tooMany(item.id(), node.get(NodeConfig.MAX_ITEMS))
                        .forEach(id -> displace(draft, kept, node, id));
            }
            draft.record(new PubsubEvent.Published(node.name(), item));
        }
        draft.say(new PubsubEffect.Publish(node, item));
        return draft.result(result(node, item));
    }

    /**
     * Takes an item away that there is no room for any more. Of a feed nobody is told that the
     * oldest goes; what is in a space its members know by being told of everything.
     */
    static void displace(Draft draft, PubsubState.Kept kept, Node node, String id) {
        draft.record(new PubsubEvent.Removed(node.name(), id));
        if (Spaces.isSpace(node.config())) {
            draft.say(
                    new PubsubEffect.Show(
                            node,
                            LastItem.of(kept.items().lastWithout(id)),
                            Events.retract(node.name(), id)));
        }
    }

    /** Section 7.1.2: the id is told, as the service may have made it. */
    private static Element result(Node node, StoredItem item) {
        return Elements.pubsub(
                Elements.of("publish", node.name())
                        .child(Elements.of("item", null).attribute("id", item.id()).build())
                        .build());
    }

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
