package stoa.pubsub.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.TypeFilter;
import stoa.pubsub.service.Ask;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Reads requests of {@code pubsub} and {@code pubsub#owner}. What is missing, said twice or of the
 * wrong kind is refused here, with the error XEP-0060 names for it. Pure.
 */
public final class RequestReader {
    /** A request that can be decided on, or why there is none. */
    public sealed interface Reading {}

    public record Good(Ask ask) implements Reading {}

    public record Bad(StanzaError error) implements Reading {}

    /** What is thrown inside, so that reading is written straight on. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient StanzaError error;

        Refusal(StanzaError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }
    }

    private static final StanzaError BAD_REQUEST =
            Condition.BAD_REQUEST.error("This request is incomplete or says something twice.");

    /** Elements that only say more of another one. */
    private static final Set<String> BESIDES = Set.of("publish-options", "configure", "options");

    private final Element pubsub;
    private final boolean set;

    private RequestReader(Element pubsub, boolean set) {
        this.pubsub = pubsub;
        this.set = set;
    }

    /** Reads a request by its payload. */
    public static Reading read(Element pubsub, boolean set) {
        RequestReader reader = new RequestReader(pubsub, set);
        try {
            boolean owner = pubsub.namespace().equals(Pubsub.OWNER);
            return new Good(owner ? reader.readOwner() : reader.readCommon());
        } catch (Refusal refusal) {
            return new Bad(refusal.error);
        }
    }

    private Ask readCommon() throws Refusal {
        Element action = action();
        String name = action.name();
        return set
                ? switch (name) {
                    case "publish" -> publish(action);
                    case "retract" -> retract(action);
                    case "create" -> new Ask.Create(named(action), config());
                    case "subscribe" -> subscribe(action);
                    case "unsubscribe" ->
                            new Ask.Unsubscribe(
                                    node(action), jid(action), action.attribute("subid"));
                    case "options" ->
                            new Ask.SetOptions(
                                    node(action),
                                    subscriber(action),
                                    action.attribute("subid"),
                                    submitted(action, Pubsub.SUBSCRIBE_OPTIONS));
                    default -> throw new Refusal(BAD_REQUEST);
                }
                : switch (name) {
                    case "items" -> items(action);
                    case "subscriptions" -> new Ask.OwnSubscriptions(action.attribute("node"));
                    case "affiliations" -> new Ask.OwnAffiliations(action.attribute("node"));
                    case "options" ->
                            new Ask.GetOptions(
                                    node(action), subscriber(action), action.attribute("subid"));
                    case "default" -> new Ask.GetDefaultOptions(action.attribute("node"));
                    default -> throw new Refusal(BAD_REQUEST);
                };
    }

    private Ask readOwner() throws Refusal {
        Element action = one(pubsub.elements().filter(this::isOurs).toList());
        String name = action.name();
        return set
                ? switch (name) {
                    case "configure" ->
                            new Ask.SetConfig(node(action), submitted(action, Pubsub.NODE_CONFIG));
                    case "collection" -> collection(action);
                    case "delete" -> new Ask.Delete(node(action));
                    case "purge" -> new Ask.Purge(node(action));
                    case "subscriptions" ->
                            new Ask.SetSubscriptions(
                                    node(action),
                                    changes(
                                            action,
                                            "subscription",
                                            RequestReader::subscriptionState));
                    case "affiliations" ->
                            new Ask.SetAffiliations(
                                    node(action),
                                    changes(action, "affiliation", RequestReader::affiliation));
                    default -> throw new Refusal(BAD_REQUEST);
                }
                : switch (name) {
                    case "configure" -> new Ask.GetConfig(node(action));
                    case "default" -> new Ask.GetDefault();
                    case "subscriptions" -> new Ask.GetSubscriptions(node(action));
                    case "affiliations" -> new Ask.GetAffiliations(node(action));
                    default -> throw new Refusal(BAD_REQUEST);
                };
    }

    private boolean isOurs(Element child) {
        return child.namespace().equals(pubsub.namespace());
    }

    /** The one element that says what to do, with at most one of each that says more of it. */
    private Element action() throws Refusal {
        List<Element> ours = pubsub.elements().filter(this::isOurs).toList();
        Set<String> besides = new HashSet<>();
        List<Element> actions = new ArrayList<>();
        for (Element child : ours) {
            if (ours.size() == 1 || !BESIDES.contains(child.name())) {
                actions.add(child);
            } else if (!besides.add(child.name())) {
                throw new Refusal(BAD_REQUEST);
            }
        }
        Element action = one(actions);
        if ((besides.contains("options") && !action.name().equals("subscribe"))
                || (besides.contains("publish-options") && !action.name().equals("publish"))
                || (besides.contains("configure") && !action.name().equals("create"))) {
            throw new Refusal(BAD_REQUEST);
        }
        return action;
    }

    private static Element one(List<Element> found) throws Refusal {
        if (found.size() != 1) {
            throw new Refusal(BAD_REQUEST);
        }
        return found.getFirst();
    }

    private static String node(Element action) throws Refusal {
        String node = named(action);
        if (node == null) {
            throw new Refusal(Errors.NODE_REQUIRED);
        }
        return node;
    }

    /** The node's name; an empty one names nothing, and could not be asked for again. */
    private static @Nullable String named(Element action) {
        String node = action.attribute("node");
        return node == null || node.isEmpty() ? null : node;
    }

    /** Section 6.3.4.3: whose options it is about has to be said. */
    private static Jid subscriber(Element options) throws Refusal {
        if (options.attribute("jid") == null) {
            throw new Refusal(Errors.JID_REQUIRED);
        }
        return jid(options);
    }

    private static Jid jid(Element element) throws Refusal {
        String jid = element.attribute("jid");
        try {
            if (jid != null) {
                return Jid.parse(jid);
            }
        } catch (InvalidJidException noAddress) {
            // as if there were none
        }
        throw new Refusal(Errors.INVALID_JID);
    }

    private Ask publish(Element publish) throws Refusal {
        String node = node(publish);
        List<Element> items = publish.elements().filter(e -> e.is("item", Pubsub.NS)).toList();
        if (items.size() > 1) {
            throw new Refusal(Errors.MAX_ITEMS_EXCEEDED);
        }
        DataForm options = form("publish-options", Pubsub.PUBLISH_OPTIONS);
        if (items.isEmpty()) {
            return new Ask.Publish(node, false, null, null, options);
        }
        List<Element> payloads = items.getFirst().elements().toList();
        if (payloads.size() > 1) {
            throw new Refusal(Errors.INVALID_PAYLOAD);
        }
        String id = items.getFirst().attribute("id");
        return new Ask.Publish(
                node,
                true,
                id == null || id.isEmpty() ? null : id,
                payloads.isEmpty() ? null : payloads.getFirst(),
                options);
    }

    private static Ask retract(Element retract) throws Refusal {
        String node = node(retract);
        List<Element> items = retract.elements().filter(e -> e.is("item", Pubsub.NS)).toList();
        if (items.size() > 1) {
            throw new Refusal(BAD_REQUEST);
        }
        String id = items.isEmpty() ? null : items.getFirst().attribute("id");
        if (id == null || id.isEmpty()) {
            throw new Refusal(Errors.ITEM_REQUIRED);
        }
        Boolean told =
                switch (retract.attribute("notify")) {
                    case "1", "true" -> Boolean.TRUE;
                    case "0", "false" -> Boolean.FALSE;
                    case null -> Boolean.FALSE;
                    default -> null;
                };
        if (told == null) {
            throw new Refusal(BAD_REQUEST);
        }
        return new Ask.Retract(node, id, told);
    }

    private Ask subscribe(Element subscribe) throws Refusal {
        return new Ask.Subscribe(
                node(subscribe), jid(subscribe), form("options", Pubsub.SUBSCRIBE_OPTIONS));
    }

    /** XEP-0248 sections 7.4 and 7.5. */
    private static Ask collection(Element collection) throws Refusal {
        String parent = node(collection);
        Element what = one(collection.elements().toList());
        if (what.is("associate", Pubsub.OWNER)) {
            return new Ask.Associate(parent, node(what));
        }
        if (what.is("dissociate", Pubsub.OWNER)) {
            return new Ask.Dissociate(parent, node(what));
        }
        throw new Refusal(BAD_REQUEST);
    }

    private Ask items(Element items) throws Refusal {
        List<String> ids = new ArrayList<>();
        for (Element item : items.elements().filter(e -> e.is("item", Pubsub.NS)).toList()) {
            String id = item.attribute("id");
            if (id == null || id.isEmpty()) {
                throw new Refusal(BAD_REQUEST);
            }
            ids.add(id);
        }
        int max = positive(items.attribute("max_items"));
        PageRequest page = page(pubsub);
        return new Ask.Items(node(items), items.attribute("subid"), ids, max, page);
    }

    private static @Nullable PageRequest page(Element parent) throws Refusal {
        return switch (PageRequest.in(parent)) {
            case PageRequest.Asked(PageRequest page) -> page;
            case PageRequest.NotAsked none -> null;
            case PageRequest.Malformed malformed -> throw new Refusal(BAD_REQUEST);
        };
    }

    /** A whole number from 1; one that is too great to write counts as the greatest. */
    private static int positive(@Nullable String text) throws Refusal {
        if (text == null) {
            return PageRequest.NO_MAX;
        }
        boolean digits =
                !text.isEmpty()
                        && text.length() < 100
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = !digits ? 0 : text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (number == 0) {
            throw new Refusal(BAD_REQUEST);
        }
        return number;
    }

    private @Nullable DataForm config() throws Refusal {
        Element configure = pubsub.child("configure", Pubsub.NS);
        boolean empty = configure == null || configure.elements().findAny().isEmpty();
        return empty ? null : form("configure", Pubsub.NODE_CONFIG);
    }

    /** The form within an element beside the action; null when the element is not there. */
    private @Nullable DataForm form(String name, String type) throws Refusal {
        Element holder = pubsub.child(name, Pubsub.NS);
        if (holder == null) {
            return null;
        }
        DataForm form = read(holder, type);
        if (form.type() != DataForm.Type.SUBMIT) {
            throw new Refusal(BAD_REQUEST);
        }
        return form;
    }

    /** The form within the action: submitted, or cancelled. */
    private static DataForm submitted(Element action, String type) throws Refusal {
        Element x = action.child("x", DataForm.NAMESPACE);
        DataForm form = x == null ? null : DataForm.read(x);
        if (form != null && form.type() == DataForm.Type.CANCEL) {
            return form;
        }
        DataForm read = read(action, type);
        if (read.type() != DataForm.Type.SUBMIT) {
            throw new Refusal(BAD_REQUEST);
        }
        return read;
    }

    /** One form, of that FORM_TYPE, with each field once. */
    private static DataForm read(Element holder, String type) throws Refusal {
        Element x = one(holder.elements().filter(e -> e.is("x", DataForm.NAMESPACE)).toList());
        DataForm form = DataForm.read(x);
        if (form == null || !type.equals(form.formType())) {
            throw new Refusal(BAD_REQUEST);
        }
        Set<String> names = new HashSet<>();
        for (FormField field : form.fields()) {
            if (field.name() == null || !names.add(field.name())) {
                throw new Refusal(BAD_REQUEST);
            }
        }
        return form;
    }

    private static <T> List<Ask.Change<T>> changes(
            Element list, String name, Function<String, @Nullable T> reader) throws Refusal {
        List<Ask.Change<T>> changes = new ArrayList<>();
        for (Element line : list.elements().filter(e -> e.is(name, Pubsub.OWNER)).toList()) {
            String word = line.attribute(name);
            T value = word == null ? null : reader.apply(word);
            if (value == null) {
                throw new Refusal(BAD_REQUEST);
            }
            changes.add(new Ask.Change<>(jid(line), value));
        }
        return changes;
    }

    private static @Nullable SubscriptionState subscriptionState(String word) {
        return switch (word) {
            case "none" -> SubscriptionState.NONE;
            case "subscribed" -> SubscriptionState.SUBSCRIBED;
            default -> null; // pending is only asked for, and nothing here is unconfigured
        };
    }

    private static @Nullable NodeAffiliation affiliation(String word) {
        return switch (word) {
            case "owner" -> NodeAffiliation.OWNER;
            case "publisher" -> NodeAffiliation.PUBLISHER;
            case "publish-only" -> NodeAffiliation.PUBLISH_ONLY;
            case "member" -> NodeAffiliation.MEMBER;
            case "outcast" -> NodeAffiliation.OUTCAST;
            case "none" -> NodeAffiliation.NONE;
            default -> null;
        };
    }

    /** XEP-0462 section 3.2: either what to list or what not to. */
    private static TypeFilter filter(Element query) throws Refusal {
        List<Element> filters =
                query.elements().filter(e -> e.is("filter", TypeFilter.NS)).toList();
        if (filters.isEmpty()) {
            return TypeFilter.NONE;
        }
        DataForm form = read(one(filters), TypeFilter.NS);
        FormField included = form.field("included-types");
        FormField excluded = form.field("excluded-types");
        FormField types = included == null ? excluded : included;
        boolean both = included != null && excluded != null;
        if (form.type() != DataForm.Type.SUBMIT || types == null || both) {
            throw new Refusal(BAD_REQUEST);
        }
        return new TypeFilter(included != null, Set.copyOf(types.values()));
    }

    /** disco#items of a service or of a node of it. */
    public static Reading listNodes(Element query) {
        try {
            return new Good(new Ask.ListNodes(query.attribute("node"), page(query), filter(query)));
        } catch (Refusal refusal) {
            return new Bad(refusal.error);
        }
    }
}
