package stoa.xmpp.stream;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * The namespace declarations in scope, innermost last. Bounded by the limits of who declares: the
 * search is linear, because there are few.
 */
final class Namespaces {
    private @Nullable String[] pairs = new String[4];
    private int count;

    /** How many declarations are in scope: a mark to {@link #reset} to. */
    int mark() {
        return count;
    }

    void declare(String prefix, String namespace) {
        if (count * 2 == pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[count * 2] = prefix;
        pairs[count * 2 + 1] = namespace;
        count++;
    }

    /** True when the prefix has been declared since the mark. */
    boolean declaredSince(int mark, String prefix) {
        for (int i = count - 1; i >= mark; i--) {
            if (prefix.equals(pairs[i * 2])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The namespace of a prefix (empty for the default one): empty for none, null when undeclared.
     */
    @Nullable String resolve(String prefix) {
        for (int i = count - 1; i >= 0; i--) {
            if (prefix.equals(pairs[i * 2])) {
                return pairs[i * 2 + 1];
            }
        }
        return prefix.isEmpty() ? "" : prefix.equals("xml") ? Element.XML_NAMESPACE : null;
    }

    /** Forgets what was declared since the mark. */
    void reset(int mark) {
        Arrays.fill(pairs, mark * 2, count * 2, null);
        count = mark;
    }

    /** Gives back what a deep stanza made this grow by. */
    void shrink() {
        if (pairs.length > 8 && pairs.length > count * 4) {
            pairs = Arrays.copyOf(pairs, Math.max(4, count * 2));
        }
    }

    String prefixAt(int i) {
        return Objects.requireNonNull(pairs[i * 2]);
    }

    String namespaceAt(int i) {
        return Objects.requireNonNull(pairs[i * 2 + 1]);
    }
}
