package stoa.pubsub.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

/**
 * A node's configuration, XEP-0060 section 16.4.4: a typed value for each {@link ConfigField}, its
 * default where nothing was set. The defaults are those of Personal Eventing (XEP-0163 section 5).
 * Immutable.
 */
public final class NodeConfig {
    private static final int TEXT_LENGTH = 1_000;
    private static final int MOST_GROUPS = 100;

    /** Collections that one node may be in. */
    public static final int MOST_COLLECTIONS = 10;

    private static final int MOST_ASSOCIATING = 100;
    private static final int MOST_CHILDREN = 250;

    public static final ConfigField<String> TITLE = ConfigField.text("title", "Title", TEXT_LENGTH);
    public static final ConfigField<String> DESCRIPTION =
            ConfigField.text("description", "Description", TEXT_LENGTH);
    public static final ConfigField<String> TYPE =
            ConfigField.text("type", "Namespace of the payloads", TEXT_LENGTH);
    public static final ConfigField<AccessModel> ACCESS_MODEL =
            ConfigField.choice(
                    "access_model", "Who may read it", AccessModel.class, AccessModel.PRESENCE);
    public static final ConfigField<List<String>> ROSTER_GROUPS =
            ConfigField.texts("roster_groups_allowed", "Roster groups that may", MOST_GROUPS);
    public static final ConfigField<PublishModel> PUBLISH_MODEL =
            ConfigField.choice(
                    "publish_model",
                    "Who may publish to it",
                    PublishModel.class,
                    PublishModel.PUBLISHERS);
    public static final ConfigField<Boolean> PERSIST_ITEMS =
            ConfigField.bool("persist_items", "Items are kept", true);
    public static final ConfigField<Integer> MAX_ITEMS =
            ConfigField.number(
                    "max_items", "How many are kept", 1, "max", 1, Limits.DEFAULTS.items());
    public static final ConfigField<SendLast> SEND_LAST =
            ConfigField.choice(
                    "send_last_published_item",
                    "When the last item is sent",
                    SendLast.class,
                    SendLast.ON_SUB_AND_PRESENCE);
    public static final ConfigField<Boolean> DELIVER_NOTIFICATIONS =
            ConfigField.bool("deliver_notifications", "Others are notified", true);
    public static final ConfigField<Boolean> DELIVER_PAYLOADS =
            ConfigField.bool("deliver_payloads", "With the payload", true);
    public static final ConfigField<Boolean> NOTIFY_RETRACT =
            ConfigField.bool("notify_retract", "Also of items removed", true);
    public static final ConfigField<Boolean> NOTIFY_DELETE =
            ConfigField.bool("notify_delete", "Also of the node's deletion", true);
    public static final ConfigField<Boolean> NOTIFY_CONFIG =
            ConfigField.bool("notify_config", "Also of new configuration", false);

    /** Owners are told who subscribes and who unsubscribes. */
    public static final ConfigField<Boolean> NOTIFY_SUB =
            ConfigField.bool("notify_sub", "Owners are told of subscribers", false);

    /** Always false: nobody's presence is known where nodes have the field. */
    static final ConfigField<Boolean> PURGE_OFFLINE =
            ConfigField.bool("purge_offline", "Emptied when the publisher is offline", false);

    public static final ConfigField<ItemReply> ITEM_REPLY =
            ConfigField.choice("itemreply", "Whom replies go to", ItemReply.class, ItemReply.OWNER);

    /** XEP-0248 section 7.1. */
    public static final ConfigField<NodeType> NODE_TYPE =
            ConfigField.choice("node_type", "What it holds", NodeType.class, NodeType.LEAF);

    /** The collections a node is in, XEP-0248 section 7.2. */
    public static final ConfigField<List<String>> COLLECTION =
            ConfigField.texts("collection", "Collections it is in", MOST_COLLECTIONS);

    public static final ConfigField<AssociationPolicy> ASSOCIATION_POLICY =
            ConfigField.choice(
                    "children_association_policy",
                    "Who may put nodes into it",
                    AssociationPolicy.class,
                    AssociationPolicy.OWNERS);

    /** Bare addresses. */
    public static final ConfigField<List<String>> ASSOCIATION_WHITELIST =
            ConfigField.texts("children_association_whitelist", "Those who may", MOST_ASSOCIATING);

    public static final ConfigField<Integer> CHILDREN_MAX =
            ConfigField.number(
                    "children_max",
                    "How many nodes it holds",
                    MOST_CHILDREN,
                    "max",
                    0,
                    MOST_CHILDREN);

    private static final List<ConfigField<?>> FIRST = List.of(TITLE, DESCRIPTION, TYPE);

    /** What only collections have. */
    private static final List<ConfigField<?>> OF_COLLECTIONS =
            List.of(ASSOCIATION_POLICY, ASSOCIATION_WHITELIST, CHILDREN_MAX);

    private static final List<ConfigField<?>> HIERARCHY =
            joined(List.of(List.of(NODE_TYPE, COLLECTION), OF_COLLECTIONS));

    private static final List<ConfigField<?>> REST =
            List.of(
                    PUBLISH_MODEL,
                    PERSIST_ITEMS,
                    MAX_ITEMS,
                    SEND_LAST,
                    DELIVER_NOTIFICATIONS,
                    DELIVER_PAYLOADS,
                    NOTIFY_RETRACT,
                    NOTIFY_DELETE,
                    NOTIFY_CONFIG,
                    ITEM_REPLY);

    /** In the order of the form. */
    static final List<ConfigField<?>> PERSONAL_FIELDS =
            joined(List.of(FIRST, List.of(ACCESS_MODEL, ROSTER_GROUPS), REST));

    static final List<ConfigField<?>> SHARED_FIELDS =
            joined(
                    List.of(
                            FIRST,
                            HIERARCHY,
                            List.of(ACCESS_MODEL),
                            REST,
                            List.of(NOTIFY_SUB, PURGE_OFFLINE)));

    private static final List<ConfigField<?>> ALL =
            joined(List.of(PERSONAL_FIELDS, HIERARCHY, List.of(NOTIFY_SUB)));

    /** What is the owners' business: whom they know, and nodes that others may not read. */
    private static final List<ConfigField<?>> NOT_TOLD =
            List.of(ROSTER_GROUPS, COLLECTION, ASSOCIATION_WHITELIST);

    private static List<ConfigField<?>> joined(List<List<ConfigField<?>>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    public static final NodeConfig DEFAULTS = new NodeConfig(Map.of());

    /** A node for the owner alone that keeps all it is given (XEP-0223). */
    public static final NodeConfig PRIVATE =
            DEFAULTS.with(ACCESS_MODEL, AccessModel.WHITELIST)
                    .with(MAX_ITEMS, Limits.DEFAULTS.items())
                    .with(SEND_LAST, SendLast.NEVER);

    /** A node of a service with an address of its own. */
    static final NodeConfig SHARED =
            DEFAULTS.with(ACCESS_MODEL, AccessModel.OPEN)
                    .with(MAX_ITEMS, Limits.SHARED_ITEMS)
                    .with(SEND_LAST, SendLast.ON_SUB);

    /** The layout of {@link #toStored}. */
    public static final int VERSION = 1;

    private final Map<ConfigField<?>, Object> values;

    private NodeConfig(Map<ConfigField<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    @SuppressWarnings("unchecked") // only with() puts values in
    public <T> T get(ConfigField<T> field) {
        Object value = values.get(field);
        return value == null ? field.byDefault() : (T) value;
    }

    public <T> NodeConfig with(ConfigField<T> field, T value) {
        Map<ConfigField<?>, Object> copy = new HashMap<>(values);
        if (Objects.equals(value, field.byDefault())) {
            copy.remove(field);
        } else {
            copy.put(field, value);
        }
        return new NodeConfig(copy);
    }

    private <T> @Nullable NodeConfig withText(ConfigField<T> field, List<String> texts) {
        T value = field.read(texts);
        return value == null ? null : with(field, value);
    }

    /**
     * With what the form says; fields that it leaves out stay as they are, and those not known here
     * are passed over. Null when a field has a value that it may not have.
     */
    public @Nullable NodeConfig with(DataForm form, ServiceKind kind) {
        NodeConfig config = this;
        for (ConfigField<?> field : kind.fields()) {
            FormField given = form.field(field.name());
            if (given != null && config != null) {
                config = config.withText(field, given.values());
            }
        }
        return config;
    }

    /**
     * Whether each field of the form is one of the configuration's and has its value: the
     * preconditions of section 7.1.5.
     */
    public boolean meets(DataForm form, ServiceKind kind) {
        for (FormField given : form.fields()) {
            if (DataForm.FORM_TYPE.equals(given.name())) {
                continue;
            }
            ConfigField<?> field = field(given.name(), kind);
            if (field == null || !get(field).equals(field.read(given.values()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether each field of the form is known here. */
    public static boolean knowsAll(DataForm form, ServiceKind kind) {
        return form.fields().stream()
                .allMatch(
                        given ->
                                DataForm.FORM_TYPE.equals(given.name())
                                        || field(given.name(), kind) != null);
    }

    private static @Nullable ConfigField<?> field(@Nullable String name, ServiceKind kind) {
        for (ConfigField<?> field : kind.fields()) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The form to fill in; a leaf's says nothing of what is in it (XEP-0248 section 7.2). */
    public DataForm toForm(ServiceKind kind) {
        List<FormField> fields = new ArrayList<>(kind.fields().size());
        for (ConfigField<?> field : kind.fields()) {
            if (isCollection() || !OF_COLLECTIONS.contains(field)) {
                fields.add(kind.narrowed(field, formField(field)));
            }
        }
        return DataForm.of(DataForm.Type.FORM, Pubsub.NODE_CONFIG, fields);
    }

    /** What subscribers are told when it has changed, section 8.2.5.3. */
    public DataForm told(ServiceKind kind) {
        List<FormField> fields =
                toForm(kind).fields().stream()
                        .filter(field -> !DataForm.FORM_TYPE.equals(field.name()))
                        .filter(field -> NOT_TOLD.stream().noneMatch(one -> isOf(one, field)))
                        .map(
                                field ->
                                        FormField.many(
                                                field.type(), name(field), null, field.values()))
                        .toList();
        return DataForm.of(DataForm.Type.RESULT, Pubsub.NODE_CONFIG, fields);
    }

    private static boolean isOf(ConfigField<?> one, FormField field) {
        return one.name().equals(field.name());
    }

    private static String name(FormField field) {
        return Objects.requireNonNull(field.name());
    }

    public boolean isCollection() {
        return get(NODE_TYPE) == NodeType.COLLECTION;
    }

    private <T> FormField formField(ConfigField<T> field) {
        return field.toFormField(get(field));
    }

    /** What differs from the defaults, by field name, for the store. */
    public Map<String, List<String>> toStored() {
        Map<String, List<String>> stored = new HashMap<>();
        for (ConfigField<?> field : ALL) {
            if (values.containsKey(field)) {
                stored.put(field.name(), written(field));
            }
        }
        return stored;
    }

    private <T> List<String> written(ConfigField<T> field) {
        return field.write(get(field));
    }

    /** Reads what {@link #toStored} wrote; a field or a value it no longer knows is the default. */
    public static NodeConfig fromStored(Map<String, List<String>> stored) {
        NodeConfig config = DEFAULTS;
        for (ConfigField<?> field : ALL) {
            List<String> texts = stored.get(field.name());
            NodeConfig next = texts == null ? null : config.withText(field, texts);
            config = next == null ? config : next;
        }
        return config;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeConfig that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return toStored().toString();
    }
}
