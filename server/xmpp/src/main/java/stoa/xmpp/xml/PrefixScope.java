package stoa.xmpp.xml;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes declared at the place of writing, innermost last. Few stanzas use any, so this is a
 * list that is searched.
 */
final class PrefixScope {
    private @Nullable String[] pairs = new String[8];
    private int count;

    int mark() {
        return count;
    }

    void reset(int mark) {
        count = mark;
    }

    void bind(String prefix, String namespace) {
        if (count * 2 == pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[count * 2] = prefix;
        pairs[count * 2 + 1] = namespace;
        count++;
    }

    @Nullable String namespaceOf(String prefix) {
        for (int i = count - 1; i >= 0; i--) {
            if (prefix.equals(pairs[i * 2])) {
                return pairs[i * 2 + 1];
            }
        }
        return null;
    }

    boolean isBoundTo(String prefix, String namespace) {
        return namespace.equals(namespaceOf(prefix));
    }

    boolean boundSince(int mark, String prefix) {
        for (int i = count - 1; i >= mark; i--) {
            if (prefix.equals(pairs[i * 2])) {
                return true;
            }
        }
        return false;
    }

    /** A prefix that means this namespace here, or null. */
    @Nullable String prefixOf(String namespace) {
        for (int i = count - 1; i >= 0; i--) {
            if (namespace.equals(pairs[i * 2 + 1])) {
                String prefix = Objects.requireNonNull(pairs[i * 2]);
                if (isBoundTo(prefix, namespace)) {
                    return prefix;
                }
            }
        }
        return null;
    }

    /** A prefix that means nothing here. */
    String unused() {
        int n = 1;
        while (namespaceOf("ns" + n) != null) {
            n++;
        }
        return "ns" + n;
    }
}
