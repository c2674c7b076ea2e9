package stoa.pubsub.service;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import stoa.core.entity.Decision;
import stoa.core.entity.EntityKind;
import stoa.core.journal.Change;
import stoa.pubsub.bookmarks.Conferences;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.ServiceKind;
import stoa.store.StoredXml;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** Binds the services' rules to the runtime: one writer a service, keyed by its address. */
public final class PubsubEntity
        implements EntityKind<Jid, PubsubState, PubsubCommand, PubsubEvent, PubsubEffect> {
    private final ServiceKind kind;
    private final PubsubStore store;
    private final PrivateXmlStore privateXml;
    private final InstantSource clock;
    private final Limits limits;
    private final Supplier<String> ids;
    private final PubsubSpeaker speaker;

    /**
     * The kind of all services of a server that are of one kind.
     *
     * @param ids makes an id for nodes and items that nobody has named
     */
    public PubsubEntity(
            ServiceKind kind,
            PubsubStore store,
            PrivateXmlStore privateXml,
            InstantSource clock,
            Limits limits,
            Supplier<String> ids,
            PubsubOutput output) {
        this.kind = kind;
        this.store = store;
        this.privateXml = privateXml;
        this.clock = clock;
        this.limits = limits;
        this.ids = ids;
        this.speaker = new PubsubSpeaker(store, output);
    }

    @Override
    public String name() {
        return kind == ServiceKind.PERSONAL ? "pubsub" : "pubsub-service";
    }

    /** An account's with the bookmarks' payloads, or with what private XML has of them. */
    @Override
    public CompletionStage<PubsubState> load(Jid key) {
        return key instanceof BareJid account
                ? store.load(key).thenCompose(nodes -> withBookmarks(account, nodes))
                : store.load(key).thenApply(nodes -> new PubsubState(kind, key, nodes, List.of()));
    }

    private CompletionStage<PubsubState> withBookmarks(BareJid key, List<LoadedNode> nodes) {
        for (LoadedNode node : nodes) {
            if (node.node().name().equals(Bookmarks.NODE)) {
                List<String> rooms = node.items().stream().map(ItemEntry::id).toList();
                CompletionStage<List<StoredItem>> items =
                        rooms.isEmpty()
                                ? CompletableFuture.completedFuture(List.of())
                                : store.items(key, Bookmarks.NODE, rooms);
                return items.thenApply(found -> new PubsubState(kind, key, nodes, found));
            }
        }
        return privateXml
                .find(key, Conferences.STORAGE)
                .thenApply(found -> imported(key, nodes, found.map(StoredXml::read)));
    }

    private PubsubState imported(BareJid key, List<LoadedNode> nodes, Optional<Element> storage) {
        PubsubState state = new PubsubState(kind, key, nodes, List.of());
        if (storage.isPresent()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Node node = Node.created(key, Bookmarks.NODE, NodeConfig.PRIVATE, now);
            PubsubEvent.Imported imported =
                    Bookmarks.imported(node, storage.get(), state.nextNumber(), now);
            if (imported != null) {
                state.imports(imported);
            }
        }
        return state;
    }

    @Override
    public Decision<PubsubEvent, PubsubEffect> decide(
            Jid key, PubsubState state, PubsubCommand command, Instant now) {
        // Times are stored in milliseconds, and are told no finer before they are.
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        return PubsubDecider.decide(state, command, new Turn(time, limits, ids));
    }

    @Override
    public PubsubState apply(PubsubState state, PubsubEvent event) {
        return state.apply(event);
    }

    @Override
    public List<Change> changes(Jid key, PubsubEvent event) {
        return PubsubChanges.of(key, event);
    }

    @Override
    public void perform(Jid key, PubsubEffect effect) {
        speaker.perform(key, effect);
    }

    @Override
    public List<PubsubEffect> refuse(Jid key, PubsubCommand command, StanzaError error) {
        return switch (command) {
            case PubsubCommand.Asked asked ->
                    List.of(new PubsubEffect.Answer(asked.answer(), asked.iq().refuse(error)));
            case PubsubCommand.Approve approve ->
                    List.of(new PubsubEffect.Complete<>(approve.answer(), Optional.of(error)));
            case PubsubCommand.AskPending asked ->
                    List.of(
                            new PubsubEffect.Complete<>(
                                    asked.answer(), new Pending.Refused(error)));
            case PubsubCommand.Forget f -> List.of(new PubsubEffect.HideAll());
            case PubsubCommand.Forsake f -> List.of();
        };
    }

    @Override
    public boolean mustTake(PubsubCommand command) {
        return command instanceof PubsubCommand.Forget || command instanceof PubsubCommand.Forsake;
    }
}
