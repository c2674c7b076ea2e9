package stoa.features.disco;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.DiscoNodes;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Identity;
import stoa.core.hook.IqRequest;
import stoa.core.hook.NamedNodes;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.route.Acquaintances;
import stoa.core.route.Services;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0030 and XEP-0115: tells what the installed features say of themselves, and nothing else. */
public final class ServiceDiscovery implements Feature {
    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final Name INFO_QUERY = Name.of(INFO, "query");
    private static final Name ITEMS_QUERY = Name.of(ITEMS, "query");
    private static final String CAPS = "http://jabber.org/protocol/caps";

    /** The caps node: a name for this software, not a place to look anything up. */
    private static final String NODE = "urn:stoa:server";

    private static final String SHARED_NODE = "http://jabber.org/protocol/commands";

    /**
     * Made at the first question: by then all features are installed, and they do not change any
     * more.
     */
    private volatile @Nullable String hash;

    private final Services services;
    private final Acquaintances acquaintances;
    private final Supplier<List<Descriptor>> descriptors;

    /**
     * A server's.
     *
     * @param acquaintances who may learn of an account
     * @param descriptors of all installed features, asked once the server is put together
     */
    public ServiceDiscovery(
            Services services,
            Acquaintances acquaintances,
            Supplier<List<Descriptor>> descriptors) {
        this.services = services;
        this.acquaintances = acquaintances;
        this.descriptors = descriptors;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(30, "2.5.0"), Xep.of(115, "1.6.0"))
                .identifies(Target.SERVER, new Identity("server", "im", "Stoa"))
                .identifies(Target.ACCOUNT, new Identity("account", "registered", null))
                .advertises(Target.SERVER, INFO, ITEMS)
                .advertises(Target.ACCOUNT, INFO, ITEMS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, INFO_QUERY, request -> serverInfo(request, hooks));
        hooks.iq(Target.SERVER, ITEMS_QUERY, request -> serverItems(request, hooks));
        hooks.iq(
                Target.ACCOUNT,
                INFO_QUERY,
                request ->
                        isTrusted(request)
                                .thenCompose(
                                        trusted ->
                                                trusted
                                                        ? accountInfo(request, hooks)
                                                        : strangersInfo(request, hooks)));
        hooks.iq(
                Target.ACCOUNT,
                ITEMS_QUERY,
                request ->
                        isTrusted(request)
                                .thenCompose(
                                        trusted ->
                                                trusted
                                                        ? accountItems(request, hooks)
                                                        : strangersItems(request, hooks)));
        hooks.streamFeature(this::capabilities);
    }

    /** Who answers for the node that is asked for, or null. */
    private static @Nullable NamedNodes named(IqRequest request, Target target, Hooks hooks) {
        String node = request.payload().attribute("node");
        return node == null || request.isSet() ? null : hooks.namedNodes(target, node);
    }

    private CompletionStage<Iq> serverInfo(IqRequest request, Hooks hooks) {
        NamedNodes named = named(request, Target.SERVER, hooks);
        return named != null
                ? named.info(Target.SERVER, request)
                : CompletableFuture.completedFuture(info(request, Target.SERVER));
    }

    private CompletionStage<Iq> serverItems(IqRequest request, Hooks hooks) {
        NamedNodes named = named(request, Target.SERVER, hooks);
        return named != null
                ? named.items(Target.SERVER, request)
                : CompletableFuture.completedFuture(items(request, Target.SERVER));
    }

    private CompletionStage<Boolean> isTrusted(IqRequest request) {
        return acquaintances.mayLearnOf(request.account(), request.from());
    }

    /**
     * A stranger learns of nodes that are open to everybody, if it knows their names; the rest is
     * as if there were no such account.
     */
    private static CompletionStage<Iq> strangersInfo(IqRequest request, Hooks hooks) {
        DiscoNodes nodes = hooks.accountNodes();
        boolean ofNode = request.payload().attribute("node") != null;
        return nodes != null && ofNode && !request.isSet()
                ? nodes.info(request)
                        .thenApply(
                                answer ->
                                        answer.isError()
                                                ? request.refuse(Condition.SERVICE_UNAVAILABLE)
                                                : answer)
                : nobody(request);
    }

    /**
     * As {@link #strangersInfo}; the names of such nodes are told. Otherwise there is nothing, as
     * at an account that is not there (section 8, rule 2).
     */
    private static CompletionStage<Iq> strangersItems(IqRequest request, Hooks hooks) {
        if (request.isSet()) {
            return nobody(request);
        }
        DiscoNodes nodes = hooks.accountNodes();
        Iq nothing = request.result(itemsOf(request).build());
        return nodes == null
                ? CompletableFuture.completedFuture(nothing)
                : nodes.items(request).thenApply(answer -> answer.isError() ? nothing : answer);
    }

    private static Element.Builder itemsOf(IqRequest request) {
        return Element.of("query", ITEMS).attribute("node", request.payload().attribute("node"));
    }

    private static CompletionStage<Iq> nobody(IqRequest request) {
        return CompletableFuture.completedFuture(request.refuse(Condition.SERVICE_UNAVAILABLE));
    }

    /** Whoever keeps nodes for accounts answers for these. */
    private CompletionStage<Iq> accountInfo(IqRequest request, Hooks hooks) {
        NamedNodes named = named(request, Target.ACCOUNT, hooks);
        if (named != null) {
            return named.info(Target.ACCOUNT, request);
        }
        DiscoNodes nodes = hooks.accountNodes();
        boolean ofNode = request.payload().attribute("node") != null;
        return nodes != null && ofNode && !request.isSet()
                ? nodes.info(request)
                : CompletableFuture.completedFuture(info(request, Target.ACCOUNT));
    }

    private CompletionStage<Iq> accountItems(IqRequest request, Hooks hooks) {
        NamedNodes named = named(request, Target.ACCOUNT, hooks);
        if (named != null) {
            return named.items(Target.ACCOUNT, request);
        }
        DiscoNodes nodes = hooks.accountNodes();
        boolean shared = SHARED_NODE.equals(request.payload().attribute("node"));
        return nodes != null && !shared && !request.isSet()
                ? nodes.items(request)
                : CompletableFuture.completedFuture(items(request, Target.ACCOUNT));
    }

    private Iq info(IqRequest request, Target target) {
        if (request.isSet()) {
            return request.refuse(Condition.NOT_ALLOWED);
        }
        String node = request.payload().attribute("node");
        if (node != null && !(target == Target.SERVER && node.equals(NODE + "#" + hash()))) {
            return request.refuse(Condition.ITEM_NOT_FOUND);
        }
        Element.Builder query = Element.of("query", INFO).attribute("node", node);
        for (Identity identity : identities(target)) {
            query.child(
                    Element.of("identity", INFO)
                            .attribute("category", identity.category())
                            .attribute("type", identity.type())
                            .attribute("name", identity.name())
                            .build());
        }
        for (String feature : features(target)) {
            query.child(Element.of("feature", INFO).attribute("var", feature).build());
        }
        if (target == Target.SERVER) {
            forms().forEach(form -> query.child(form.toElement()));
        }
        return request.result(query.build());
    }

    private Iq items(IqRequest request, Target target) {
        if (request.isSet()) {
            return request.refuse(Condition.NOT_ALLOWED);
        }
        String node = request.payload().attribute("node");
        if (node != null && !node.equals(SHARED_NODE)) {
            return request.refuse(Condition.ITEM_NOT_FOUND);
        }
        Element.Builder query = itemsOf(request);
        if (node == null && target == Target.SERVER) {
            for (DomainJid service : services.of(request.domain().domain())) {
                query.child(Element.of("item", ITEMS).attribute("jid", service.toString()).build());
            }
        }
        return request.result(query.build());
    }

    private @Nullable Element capabilities(DomainJid domain) {
        return Element.of("c", CAPS)
                .attribute("hash", "sha-1")
                .attribute("node", NODE)
                .attribute("ver", hash())
                .build();
    }

    private String hash() {
        String known = hash;
        if (known == null) {
            known = Capabilities.hash(identities(Target.SERVER), features(Target.SERVER), forms());
            hash = known;
        }
        return known;
    }

    private List<Identity> identities(Target target) {
        List<Identity> all = new ArrayList<>();
        for (Descriptor descriptor : descriptors.get()) {
            all.addAll(descriptor.identities(target));
        }
        return all;
    }

    private List<DataForm> forms() {
        return descriptors.get().stream().flatMap(d -> d.serverForms().stream()).toList();
    }

    private List<String> features(Target target) {
        return descriptors.get().stream()
                .flatMap(descriptor -> descriptor.features(target).stream())
                .sorted()
                .distinct()
                .toList();
    }
}
