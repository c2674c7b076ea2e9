package stoa.core.hook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stoa.core.command.AdHocCommand;
import stoa.core.route.Service;
import stoa.core.route.Services;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * Where features join the server. Filled while the server is put together, by one thread, and only
 * read afterwards: the first {@code …Of} call for a phase fixes its handlers.
 *
 * <p>What there is to join: IQ requests to the server or an account ({@link #iq}), the phases of a
 * message ({@link MessageRoute}) and of presence ({@link PresenceRoute}), a session's life ({@link
 * SessionLife}), answers of clients ({@link ClientAnswer}) and of others ({@link AccountAnswer}),
 * stream features ({@link #streamFeature}), Bind 2 ({@link #bind2}), accounts' nodes ({@link
 * #accountNodes}), nodes of fixed names ({@link #namedNodes}), commands ({@link #command}), parts
 * of stored elements ({@link #keeper}) and services with an address of their own ({@link
 * #service}).
 */
public final class Hooks {
    private record IqKey(Target target, Name payload) {}

    private final Services services;
    private final List<Descriptor> descriptors = new ArrayList<>();
    private final Map<IqKey, IqHandler> iqHandlers = new HashMap<>();
    private final IdentityHashMap<Object, List<Object>> phases = new IdentityHashMap<>();
    private final Map<Name, Bind2Handler> bind2 = new LinkedHashMap<>();
    private final List<Bind2Handler> eachBind2 = new ArrayList<>();
    private final List<Function<DomainJid, @Nullable Element>> streamFeatures = new ArrayList<>();
    private @Nullable DiscoNodes accountNodes;
    private final List<NamedNodes> namedNodes = new ArrayList<>();
    private final Map<Target, Map<String, AdHocCommand>> commands = new EnumMap<>(Target.class);
    private final Map<Name, ElementKeeper> keepers = new HashMap<>();

    public Hooks(Services services) {
        this.services = services;
    }

    /** Installs a feature: the one line by which a XEP is plugged in. */
    public Hooks install(Feature feature) {
        descriptors.add(feature.describe());
        feature.install(this);
        return this;
    }

    /** What the installed features say of themselves, in the order of installation. */
    public List<Descriptor> descriptors() {
        return List.copyOf(descriptors);
    }

    /** Has requests with that payload to that target answered; one handler a payload. */
    public void iq(Target target, Name payload, IqHandler handler) {
        if (iqHandlers.putIfAbsent(new IqKey(target, payload), handler) != null) {
            throw new IllegalStateException(payload + " has a handler already");
        }
    }

    public @Nullable IqHandler iqHandler(Target target, Element payload) {
        return iqHandlers.get(new IqKey(target, payload.expandedName()));
    }

    public <T> void filter(Filter<T> phase, Filter.Handler<T> handler) {
        handlers(phase).add(handler);
    }

    public <T> void transform(Transform<T> phase, UnaryOperator<T> handler) {
        handlers(phase).add(handler);
    }

    public <T> void observe(Observe<T> phase, Consumer<? super T> handler) {
        handlers(phase).add(handler);
    }

    private List<Object> handlers(Object phase) {
        return phases.computeIfAbsent(phase, key -> new ArrayList<>());
    }

    /** The handlers of a phase, fixed: what is joined later is not in it. */
    @SuppressWarnings("unchecked") // only filter() puts into a Filter's list
    public <T> Filter<T>.Chain filtersOf(Filter<T> phase) {
        return phase.new Chain((List<Filter.Handler<T>>) (List<?>) handlers(phase));
    }

    /** As {@link #filtersOf}. */
    @SuppressWarnings("unchecked") // only transform() puts into a Transform's list
    public <T> Transform<T>.Chain transformsOf(Transform<T> phase) {
        return phase.new Chain((List<UnaryOperator<T>>) (List<?>) handlers(phase));
    }

    /** As {@link #filtersOf}. */
    @SuppressWarnings("unchecked") // only observe() puts into an Observe's list
    public <T> Observe<T>.Chain observersOf(Observe<T> phase) {
        return phase.new Chain((List<Consumer<? super T>>) (List<?>) handlers(phase));
    }

    /**
     * Adds a stream feature, shown after authentication (RFC 6120 section 4.3.2). Asked on an event
     * loop for each stream and domain; null shows nothing.
     */
    public void streamFeature(Function<DomainJid, @Nullable Element> feature) {
        streamFeatures.add(feature);
    }

    /** The features' stream features for a domain. */
    public List<Element> streamFeatures(DomainJid domain) {
        return streamFeatures.stream()
                .map(feature -> feature.apply(domain))
                .filter(Objects::nonNull)
                .<Element>map(Objects::requireNonNull)
                .toList();
    }

    /** Lets a client ask for a feature while it binds (XEP-0386). */
    public void bind2(Name request, Bind2Handler handler) {
        bind2.put(request, handler);
    }

    /**
     * Has something happen, and perhaps something told, whenever a client binds by Bind 2, whatever
     * it asks for; before what it asks for. The handler is given {@code <bind/>}.
     */
    public void eachBind2(Bind2Handler handler) {
        eachBind2.add(handler);
    }

    /** The handlers of every Bind 2, in the order they joined. */
    public List<Bind2Handler> eachBind2() {
        return List.copyOf(eachBind2);
    }

    /** By request: what {@code <inline/>} offers by namespace, and what answers. */
    public Map<Name, Bind2Handler> bind2() {
        return Map.copyOf(bind2);
    }

    /** Has part of an element kept elsewhere; one keeper an element. */
    public void keeper(Name element, ElementKeeper keeper) {
        if (keepers.putIfAbsent(element, keeper) != null) {
            throw new IllegalStateException(element + " has a keeper already");
        }
    }

    /** Who keeps part of that element, or null. */
    public @Nullable ElementKeeper keeper(Name element) {
        return keepers.get(element);
    }

    /** Has service discovery of accounts' nodes and items answered; one handler. */
    public void accountNodes(DiscoNodes nodes) {
        if (accountNodes != null) {
            throw new IllegalStateException("accounts' nodes have a handler already");
        }
        accountNodes = nodes;
    }

    /** Who answers for accounts' nodes, or null when there are none. */
    public @Nullable DiscoNodes accountNodes() {
        return accountNodes;
    }

    /** Has service discovery of nodes with fixed names answered; asked before all others. */
    public void namedNodes(NamedNodes nodes) {
        namedNodes.add(nodes);
    }

    /** Who answers for that node of the server or of accounts, or null. */
    public @Nullable NamedNodes namedNodes(Target target, String node) {
        for (NamedNodes nodes : namedNodes) {
            if (nodes.has(target, node)) {
                return nodes;
            }
        }
        return null;
    }

    /** Offers an ad-hoc command (XEP-0050) there; one a node. */
    public void command(Target target, AdHocCommand command) {
        if (commands.computeIfAbsent(target, key -> new LinkedHashMap<>())
                        .putIfAbsent(command.node(), command)
                != null) {
            throw new IllegalStateException(command.node() + " is a command already");
        }
    }

    /** The commands offered there, in the order of installation. */
    public Collection<AdHocCommand> commands(Target target) {
        return commands.getOrDefault(target, Map.of()).values();
    }

    /** The command at that node, or null. */
    public @Nullable AdHocCommand command(Target target, String node) {
        return commands.getOrDefault(target, Map.of()).get(node);
    }

    /** Adds a service with an address of its own, such as {@code conference.example.org}. */
    public void service(Service service) {
        services.add(service);
    }

    /** Has single addresses of served domains answered for by services ({@link Services}). */
    public void addresses(Function<BareJid, @Nullable Service> lookup) {
        services.addresses(lookup);
    }
}
