package stoa.net.s2s.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * The order in which SRV records are tried (RFC 2782, "Usage rules"): by priority, and among equals
 * at random, so that the chance to come first is in proportion to the weight.
 */
final class SrvOrder {
    private SrvOrder() {}

    /**
     * Orders what carries SRV records; records of several services are one set (XEP-0368 section
     * 2).
     *
     * @param random a number from 0 to below its argument, all as likely
     */
    static <T> List<T> of(List<T> all, Function<T, Srv> srv, IntUnaryOperator random) {
        var byPriority = new TreeMap<Integer, List<T>>();
        for (T one : all) {
            byPriority.computeIfAbsent(srv.apply(one).priority(), _ -> new ArrayList<>()).add(one);
        }
        var ordered = new ArrayList<T>(all.size());
        for (List<T> equals : byPriority.values()) {
            // "all those with weight 0 are placed at the beginning", so that they can be chosen
            equals.sort(Comparator.comparing(one -> srv.apply(one).weight() > 0));
            while (!equals.isEmpty()) {
                ordered.add(equals.remove(chosen(equals, srv, random)));
            }
        }
        return ordered;
    }

    private static <T> int chosen(List<T> equals, Function<T, Srv> srv, IntUnaryOperator random) {
        int sum = equals.stream().mapToInt(one -> srv.apply(one).weight()).sum();
        int number = random.applyAsInt(sum + 1);
        int running = 0;
        for (int i = 0; i < equals.size(); i++) {
            running += srv.apply(equals.get(i)).weight();
            if (running >= number) {
                return i;
            }
        }
        return equals.size() - 1;
    }
}
