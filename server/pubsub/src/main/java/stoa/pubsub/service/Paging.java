package stoa.pubsub.service;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.rsm.PageRequest;

/** Pages of a list that is in memory, XEP-0059. */
final class Paging {
    private Paging() {}

    /**
     * The part that was asked for, or null when what it begins or ends at is not there.
     *
     * @param most at most so many, whatever was asked for
     */
    static <T> @Nullable List<T> part(
            List<T> all, Function<T, String> id, PageRequest page, int most) {
        int max = page.maxOr(most);
        String before = page.before();
        if (before != null) {
            int end = before.isEmpty() ? all.size() : indexOf(all, id, before);
            return end < 0 ? null : all.subList(Math.max(0, end - max), end);
        }
        int start = page.index() == null ? 0 : Math.min(page.index(), all.size());
        if (page.after() != null) {
            start = indexOf(all, id, page.after()) + 1;
            if (start == 0) {
                return null;
            }
        }
        return all.subList(start, (int) Math.min((long) start + max, all.size()));
    }

    private static <T> int indexOf(List<T> all, Function<T, String> id, String wanted) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** What is said of a part. */
    static <T> Page said(List<T> all, List<T> part, Function<T, String> id) {
        return part.isEmpty()
                ? new Page(null, null, null, (long) all.size())
                : new Page(
                        id.apply(part.getFirst()),
                        (long) all.indexOf(part.getFirst()),
                        id.apply(part.getLast()),
                        (long) all.size());
    }
}
