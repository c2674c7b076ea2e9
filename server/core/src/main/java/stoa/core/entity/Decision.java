package stoa.core.entity;

import java.util.ArrayList;
import java.util.List;

/**
 * What a handler decides on a command: events, which change the state and are stored, and effects,
 * which are spoken after the commit. A value, so that a rule's test compares it.
 *
 * @param events applied in memory at once, in order
 * @param effects performed in order when the entity's turn to speak has come
 * @param held whether the effects wait for this decision's own events; false only for facts that
 *     are journaled without delaying anybody (a room's joins and leaves). Effects always wait for
 *     what the entity decided before.
 */
public record Decision<E, F>(List<E> events, List<F> effects, boolean held) {
    private static final Decision<?, ?> NOTHING = new Decision<>(List.of(), List.of(), true);

    @SuppressWarnings("unchecked")
    public static <E, F> Decision<E, F> nothing() {
        return (Decision<E, F>) NOTHING;
    }

    /** Says something and records nothing. */
    public static <E, F> Decision<E, F> speak(List<F> effects) {
        return new Decision<>(List.of(), effects, true);
    }

    /** Records the events; what is added by {@link #then} is spoken after their commit. */
    public static <E, F> Decision<E, F> record(List<E> events) {
        return new Decision<>(events, List.of(), true);
    }

    /** Records the events without holding the effects behind them. */
    public static <E, F> Decision<E, F> note(List<E> events) {
        return new Decision<>(events, List.of(), false);
    }

    public Decision<E, F> then(List<F> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<F> all = new ArrayList<>(effects);
        all.addAll(more);
        return new Decision<>(events, all, held);
    }
}
