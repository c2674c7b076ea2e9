package stoa.rooms;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.rsm.PageRequest;

/** A page of a list, XEP-0059, with what is said of its place in it. */
record Slice<T>(List<T> items, Page page) {
    Slice {
        items = List.copyOf(items);
    }

    /**
     * The page that is asked for.
     *
     * @param id what an item is called in the request, different for each
     * @param most the largest page
     * @return null when the request names an item that is not in the list (item-not-found)
     */
    static <T> @Nullable Slice<T> of(
            List<T> all, Function<T, String> id, PageRequest request, int most) {
        int max = request.maxOr(most);
        int from;
        if (request.after() != null) {
            from = indexOf(all, id, request.after()) + 1;
            if (from == 0) {
                return null;
            }
        } else if (request.before() != null) {
            int end = request.before().isEmpty() ? all.size() : indexOf(all, id, request.before());
            if (end < 0) {
                return null;
            }
            from = Math.max(0, end - max);
            max = Math.min(max, end - from);
        } else {
            from = request.index() == null ? 0 : Math.min(request.index(), all.size());
        }
        int to = (int) Math.min(all.size(), (long) from + max);
        return of(all, id, from, to);
    }

    private static <T> int indexOf(List<T> all, Function<T, String> id, String wanted) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static <T> Slice<T> of(List<T> all, Function<T, String> id, int from, int to) {
        List<T> items = all.subList(from, to);
        long count = all.size();
        Page page =
                items.isEmpty()
                        ? new Page(null, null, null, count)
                        : new Page(
                                id.apply(items.getFirst()),
                                (long) from,
                                id.apply(items.getLast()),
                                count);
        return new Slice<>(items, page);
    }

    /** Whether there are items beside these. */
    boolean isPart() {
        Long count = page.count();
        return count != null && count > items.size();
    }
}
