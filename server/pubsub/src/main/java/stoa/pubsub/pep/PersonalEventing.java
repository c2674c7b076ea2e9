package stoa.pubsub.pep;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.AccountAnswer;
import stoa.core.hook.ClientAnswer;
import stoa.core.hook.Descriptor;
import stoa.core.hook.DiscoNodes;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Identity;
import stoa.core.hook.IqRequest;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.core.route.Audience;
import stoa.core.route.Audiences;
import stoa.core.route.BlockLists;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.pubsub.caps.Capabilities;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.ServiceKind;
import stoa.pubsub.node.TypeFilter;
import stoa.pubsub.request.RequestReader;
import stoa.pubsub.service.Ask;
import stoa.pubsub.service.Asker;
import stoa.pubsub.service.LastItem;
import stoa.pubsub.service.PubsubCommand;
import stoa.pubsub.service.PubsubEffect;
import stoa.pubsub.service.PubsubEntity;
import stoa.pubsub.service.PubsubEvent;
import stoa.pubsub.service.PubsubState;
import stoa.store.StoredXml;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0163: every account is a publish-subscribe service of its own. {@link #start} before the
 * first session; {@link #unloadIdle} now and then by a timer; {@link #forget} when an account is
 * gone, durably. Any thread.
 */
public final class PersonalEventing implements Feature {
    /** What of XEP-0060 there is, section 15.3: each of these works. */
    private static final String[] FEATURES = {
        "access-authorize",
        "access-open",
        "access-presence",
        "access-roster",
        "access-whitelist",
        "auto-create",
        "auto-subscribe",
        "config-node",
        "config-node-max",
        "create-and-configure",
        "create-nodes",
        "delete-items",
        "delete-nodes",
        "filtered-notifications",
        "instant-nodes",
        "item-ids",
        "last-published",
        "manage-subscriptions",
        "member-affiliation",
        "meta-data",
        "modify-affiliations",
        "multi-items",
        "outcast-affiliation",
        "persistent-items",
        "publish",
        "publish-only-affiliation",
        "publish-options",
        "publisher-affiliation",
        "purge-nodes",
        "retract-items",
        "retrieve-affiliations",
        "retrieve-default",
        "retrieve-items",
        "retrieve-subscriptions",
        "subscribe"
    };

    private static final String RSM = "http://jabber.org/protocol/rsm";

    /** Is told that a node was published to, or is otherwise than before; must only hand over. */
    @FunctionalInterface
    public interface Listener {
        void published(BareJid account, String node);
    }

    /** What personal eventing is made of. */
    public record Parts(
            PubsubStore store,
            PrivateXmlStore privateXml,
            Journal journal,
            MailboxScheduler scheduler,
            InstantSource clock,
            Timers timers,
            ResourceRegistry registry,
            ServedDomains domains,
            Audiences audiences,
            BlockLists blocks,
            Router router,
            Limits limits) {}

    private final Parts parts;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ShownNodes shown = new ShownNodes();
    private final Arrivals arrivals;
    private final Capabilities capabilities;
    private final ContactsElsewhere elsewhere;
    private final EntityRuntime<Jid, PubsubState, PubsubCommand, PubsubEvent, PubsubEffect> runtime;

    public PersonalEventing(Parts parts) {
        this(parts, EntityRuntime.Settings.DEFAULTS);
    }

    public PersonalEventing(Parts parts, EntityRuntime.Settings settings) {
        this.parts = parts;
        Interests interests = new Interests();
        LastItems lastItems =
                new LastItems(shown, interests, parts.registry(), parts.blocks(), parts.store());
        // Of its own, so that nobody elsewhere pushes out what our clients show.
        elsewhere =
                new ContactsElsewhere(
                        new Capabilities(parts.timers()),
                        lastItems,
                        interests,
                        parts.router(),
                        parts.audiences(),
                        ContactsElsewhere.MOST);
        Notifications notifications =
                new Notifications(
                        shown,
                        interests,
                        parts.registry(),
                        parts.domains(),
                        parts.audiences(),
                        parts.blocks(),
                        lastItems,
                        elsewhere,
                        parts.router(),
                        this::published);
        capabilities = new Capabilities(parts.timers());
        arrivals = new Arrivals(capabilities, lastItems, interests, parts.registry());
        runtime =
                new EntityRuntime<>(
                        new PubsubEntity(
                                ServiceKind.PERSONAL,
                                parts.store(),
                                parts.privateXml(),
                                parts.clock(),
                                parts.limits(),
                                () -> UUID.randomUUID().toString(),
                                notifications),
                        parts.journal(),
                        parts.scheduler(),
                        parts.clock(),
                        settings);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(
                        Xep.of(60, "1.26.0"),
                        Xep.of(163, "1.2.2"),
                        Xep.of(172, "1.1"),
                        Xep.of(223, "1.1.1"),
                        Xep.of(292, "0.12.0"),
                        Xep.of(490, "1.0.1"))
                .identifies(Target.ACCOUNT, new Identity("pubsub", "pep", null))
                .advertises(Target.ACCOUNT, Pubsub.NS, RSM, TypeFilter.NS)
                .advertises(Target.ACCOUNT, features())
                .advertises(Target.SERVER, Pubsub.NS)
                .advertises(Target.SERVER, features());
    }

    /** Some clients look at the domain for what its accounts have, so it says the same. */
    private static String[] features() {
        return Arrays.stream(FEATURES)
                .map(feature -> Pubsub.NS + "#" + feature)
                .toArray(String[]::new);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(Pubsub.NS, "pubsub"), this::handle);
        hooks.iq(Target.ACCOUNT, Name.of(Pubsub.OWNER, "pubsub"), this::handle);
        hooks.accountNodes(new Discovery());
        hooks.observe(PresenceRoute.SHOWN, arrivals::shown);
        hooks.observe(PresenceRoute.LOOKED, arrivals::looked);
        hooks.observe(SessionLife.ENDED, arrivals::ended);
        hooks.observe(
                ClientAnswer.RECEIVED,
                answer ->
                        capabilities.answered(
                                new Recipient.Ours(answer.session()), answer.answer()));
        hooks.observe(PresenceRoute.HEARD, elsewhere::heard);
        hooks.observe(PresenceRoute.ADMITTED, elsewhere::admitted);
        hooks.observe(AccountAnswer.RECEIVED, elsewhere::answered);
    }

    /** Reads what all nodes show; complete it before the first session. */
    public CompletionStage<Void> start() {
        return shown.load(parts.store());
    }

    /** Lets go of accounts' services that nobody asked anything for a while. */
    public void unloadIdle() {
        runtime.unloadIdle();
    }

    /** Resources at other servers that are told of nodes, for metrics. */
    public int contactsElsewhere() {
        return elsewhere.size();
    }

    /** Services in memory, for metrics. */
    public int loaded() {
        return runtime.size();
    }

    /** The account is gone, durably, and so are its nodes. */
    public void forget(BareJid account) {
        elsewhere.forget(account);
        runtime.tell(account, new PubsubCommand.Forget());
    }

    /** Tells of changed nodes from now on, after everybody who wants to know was told. */
    public void onPublished(Listener listener) {
        listeners.add(listener);
    }

    private void published(BareJid account, String node) {
        listeners.forEach(listener -> listener.published(account, node));
    }

    /** The newest item of an account's node, or null. */
    public @Nullable LastItem last(BareJid account, String node) {
        ShownNodes.Shown found = shown.find(account, node);
        return found == null ? null : found.last();
    }

    /** Reads an item of an account's node, whoever may read it. */
    public CompletionStage<Optional<Element>> item(BareJid account, String node, String id) {
        return parts.store()
                .items(account, node, List.of(id))
                .thenApply(
                        found ->
                                found.stream()
                                        .map(StoredItem::payload)
                                        .filter(payload -> payload.length() > 0)
                                        .map(StoredXml::read)
                                        .findFirst());
    }

    private CompletionStage<Iq> handle(IqRequest request) {
        return handle(request, RequestReader.read(request.payload(), request.isSet()));
    }

    private CompletionStage<Iq> handle(IqRequest request, RequestReader.Reading reading) {
        return switch (reading) {
            case RequestReader.Good(Ask ask) -> ask(request, ask);
            case RequestReader.Bad(var error) ->
                    CompletableFuture.completedFuture(request.refuse(error));
        };
    }

    /** Has the account's service decide; the stage completes when the answer may be said. */
    public CompletionStage<Iq> ask(IqRequest request, Ask ask) {
        BareJid account = request.account();
        if (request.byOwner()) {
            return ask(
                    account,
                    new Asker(request.from(), account, Audience.NOBODY, true),
                    ask,
                    request);
        }
        return parts.audiences()
                .of(account)
                .thenCompose(
                        audience ->
                                ask(
                                        account,
                                        new Asker(request.from(), account, audience, false),
                                        ask,
                                        request));
    }

    private CompletionStage<Iq> ask(BareJid account, Asker asker, Ask ask, IqRequest request) {
        CompletableFuture<Iq> answer = new CompletableFuture<>();
        runtime.tell(account, new PubsubCommand.Asked(asker, ask, request.iq(), answer));
        return answer;
    }

    /** Sections 5.2 to 5.5 of XEP-0060. */
    private final class Discovery implements DiscoNodes {
        @Override
        public CompletionStage<Iq> info(IqRequest request) {
            String node = request.payload().attribute("node");
            return node == null
                    ? CompletableFuture.completedFuture(request.refuse(Condition.BAD_REQUEST))
                    : ask(request, new Ask.NodeInfo(node));
        }

        @Override
        public CompletionStage<Iq> items(IqRequest request) {
            return handle(request, RequestReader.listNodes(request.payload()));
        }
    }
}
