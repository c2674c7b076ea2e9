package stoa.pubsub.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

/**
 * What a subscriber wants to be told, XEP-0060 section 6.3 and XEP-0248 section 6.1. Immutable.
 *
 * @param deliver whether anything is told at all
 * @param type of what, where the node is a collection
 * @param depth how far below a collection: 1 is what is directly in it; {@link #ALL_DEPTHS}
 */
public record SubscriptionOptions(boolean deliver, SubscriptionType type, int depth) {
    /** As deep as nodes are. */
    public static final int ALL_DEPTHS = Integer.MAX_VALUE;

    private static final ConfigField<Boolean> DELIVER =
            ConfigField.bool("deliver", "Whether to be told at all", true);
    private static final ConfigField<SubscriptionType> TYPE =
            ConfigField.choice(
                    "subscription_type",
                    "Of what in a collection",
                    SubscriptionType.class,
                    SubscriptionType.NODES);
    private static final ConfigField<Integer> DEPTH =
            ConfigField.number(
                    "subscription_depth", "How deep in a collection", 1, "all", 0, ALL_DEPTHS);

    /** XEP-0248 section 6.1: of nodes directly within. */
    public static final SubscriptionOptions DEFAULTS =
            new SubscriptionOptions(DELIVER.byDefault(), TYPE.byDefault(), DEPTH.byDefault());

    /**
     * With what the form says; fields that it leaves out stay as they are, and those not known here
     * are passed over. Null when a field has a value that it may not have.
     */
    public @Nullable SubscriptionOptions with(DataForm form) {
        Boolean newDeliver = read(DELIVER, form, deliver);
        SubscriptionType newType = read(TYPE, form, type);
        Integer newDepth = read(DEPTH, form, depth);
        return newDeliver == null || newType == null || newDepth == null
                ? null
                : new SubscriptionOptions(newDeliver, newType, newDepth);
    }

    private static <T> @Nullable T read(ConfigField<T> field, DataForm form, T before) {
        FormField given = form.field(field.name());
        return given == null ? before : field.read(given.values());
    }

    /** The form to fill in. */
    public DataForm toForm() {
        return DataForm.of(
                DataForm.Type.FORM,
                Pubsub.SUBSCRIBE_OPTIONS,
                List.of(
                        DELIVER.toFormField(deliver),
                        TYPE.toFormField(type),
                        DEPTH.toFormField(depth)));
    }

    /** What differs from the defaults, by field name, for the store. */
    public Map<String, List<String>> toStored() {
        Map<String, List<String>> stored = new HashMap<>();
        put(stored, DELIVER, deliver);
        put(stored, TYPE, type);
        put(stored, DEPTH, depth);
        return stored;
    }

    private static <T> void put(Map<String, List<String>> stored, ConfigField<T> field, T value) {
        if (!value.equals(field.byDefault())) {
            stored.put(field.name(), field.write(value));
        }
    }

    /** Reads what {@link #toStored} wrote; a value it no longer knows is the default. */
    public static SubscriptionOptions fromStored(Map<String, List<String>> stored) {
        return new SubscriptionOptions(
                stored(DELIVER, stored), stored(TYPE, stored), stored(DEPTH, stored));
    }

    private static <T> T stored(ConfigField<T> field, Map<String, List<String>> stored) {
        List<String> values = stored.get(field.name());
        T value = values == null ? null : field.read(values);
        return value == null ? field.byDefault() : value;
    }
}
