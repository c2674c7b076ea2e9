package stoa.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A room's configuration, section 10.2: a typed value for each {@link ConfigField}, its default
 * where nothing was set. Immutable. What it is for is said by the aspects that own the fields.
 */
final class RoomConfig {
    static final RoomConfig DEFAULTS = new RoomConfig(Map.of());

    /** The layout of {@link #toStored}. */
    static final int VERSION = 1;

    private final Map<ConfigField<?>, Object> values;

    /**
     * What the store has: the fields of the form and those that no form shows. Made when first
     * asked for, as the aspects' classes need this one.
     */
    private static final class Stored {
        static final List<ConfigField<?>> FIELDS =
                Stream.of(
                                ConfigForm.FIELDS,
                                Mentions.FIELDS,
                                List.<ConfigField<?>>of(Hats.FIELD, Avatar.HASHES, Subject.AUTHOR))
                        .flatMap(List::stream)
                        .toList();
    }

    private RoomConfig(Map<ConfigField<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    @SuppressWarnings("unchecked") // only with() puts values in
    <T> T get(ConfigField<T> field) {
        Object value = values.get(field);
        return value == null ? field.byDefault() : (T) value;
    }

    <T> RoomConfig with(ConfigField<T> field, T value) {
        Map<ConfigField<?>, Object> copy = new HashMap<>(values);
        if (value.equals(field.byDefault())) {
            copy.remove(field);
        } else {
            copy.put(field, value);
        }
        return new RoomConfig(copy);
    }

    /** With a field as a form or the store has it; null when the values are none it may have. */
    <T> @Nullable RoomConfig withText(ConfigField<T> field, List<String> texts) {
        T value = field.read(texts);
        return value == null ? null : with(field, value);
    }

    boolean differsIn(ConfigField<?> field, RoomConfig other) {
        return !get(field).equals(other.get(field));
    }

    /** What differs from the defaults, by field name, for the store. */
    Map<String, List<String>> toStored() {
        Map<String, List<String>> stored = new HashMap<>();
        for (ConfigField<?> field : Stored.FIELDS) {
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
    static RoomConfig fromStored(Map<String, List<String>> stored) {
        RoomConfig config = DEFAULTS;
        for (ConfigField<?> field : Stored.FIELDS) {
            List<String> texts = stored.get(field.name());
            RoomConfig next = texts == null ? null : config.withText(field, texts);
            config = next == null ? config : next;
        }
        return config;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoomConfig that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return toStored().keySet().toString();
    }
}
