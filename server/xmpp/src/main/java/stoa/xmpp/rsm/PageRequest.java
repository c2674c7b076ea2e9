package stoa.xmpp.rsm;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * The page a requester wants, XEP-0059 section 2.
 *
 * @param max the most items wanted; {@link #NO_MAX} when not said. Never negative; a number beyond
 *     2^31 - 1 counts as that, for whoever answers has a limit of its own anyway
 * @param after the page that follows this item (section 2.1)
 * @param before the page that ends before this item; empty for the last page (section 2.5)
 * @param index the page that starts at this index (section 2.4), or null
 */
public record PageRequest(
        int max, @Nullable String after, @Nullable String before, @Nullable Integer index) {
    public static final String NAMESPACE = "http://jabber.org/protocol/rsm";
    public static final int NO_MAX = -1;

    /** All there is, or as much of it as the answering side gives at once. */
    public static final PageRequest ALL = new PageRequest(NO_MAX, null, null, null);

    /** What an element has to say about pages. */
    public sealed interface Read permits Asked, NotAsked, Malformed {

        /** The page that is asked for, {@link #ALL} where none is; null for a malformed one. */
        default @Nullable PageRequest orAll() {
            return switch (this) {
                case Asked(PageRequest page) -> page;
                case NotAsked none -> ALL;
                case Malformed malformed -> null;
            };
        }
    }

    public record Asked(PageRequest page) implements Read {}

    /** No {@code <set/>}: the requester may not know of pages. */
    public record NotAsked() implements Read {}

    /** A number that is none, or both {@code <after/>} and {@code <before/>}: bad-request. */
    public record Malformed() implements Read {}

    /** Reads the {@code <set/>} among an element's children. */
    public static Read in(Element parent) {
        Element set = parent.child("set", NAMESPACE);
        if (set == null) {
            return new NotAsked();
        }
        Integer max = number(set.childText("max"), NO_MAX);
        Integer index = number(set.childText("index"), NO_MAX);
        String after = set.childText("after");
        String before = set.childText("before");
        if (max == null || index == null || (after != null && before != null)) {
            return new Malformed();
        }
        return new Asked(new PageRequest(max, after, before, index == NO_MAX ? null : index));
    }

    /** The number of items to give when the answering side gives at most that many. */
    public int maxOr(int limit) {
        return max == NO_MAX ? limit : Math.min(max, limit);
    }

    /** A whole number from 0, clamped to an int; null for anything else. */
    private static @Nullable Integer number(@Nullable String text, int whenAbsent) {
        if (text == null) {
            return whenAbsent;
        }
        String digits = text.strip();
        if (digits.isEmpty()
                || digits.length() > 100
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return new BigInteger(digits).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }
}
