package stoa.xmpp.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;
import stoa.xmpp.xml.Text;

/** The elements whose end tags are still to come, and the finished children they wait with. */
final class OpenElements {
    private static final int FEW_OPEN = 4;
    private static final int FEW_NODES = 8;
    private static final Open[] NONE = {};
    private static final Node[] NO_NODES = {};

    /** What is kept of an element while it is open. Reused by later elements at the same depth. */
    private static final class Open {
        String prefix = "";
        String local = "";
        String namespace = "";
        List<Attribute> attributes = List.of();
        int firstChild;
        int namespaceMark;
    }

    private Open[] open = NONE;
    private int depth;
    private @Nullable Node[] nodes = NO_NODES;
    private int nodeCount;
    private @Nullable String text;
    private @Nullable StringBuilder moreText;

    int depth() {
        return depth;
    }

    void push(TagReader tag, TagResolver names, int namespaceMark) {
        flushText();
        if (depth == open.length) {
            open = Arrays.copyOf(open, Math.max(FEW_OPEN, depth * 2));
        }
        Open o = open[depth];
        if (o == null) {
            o = new Open();
            open[depth] = o;
        }
        depth++;
        o.prefix = tag.elementPrefix;
        o.local = tag.elementLocal;
        o.namespace = names.namespace;
        o.attributes = names.attributes;
        o.firstChild = nodeCount;
        o.namespaceMark = namespaceMark;
    }

    /** True when the innermost open element has this name. */
    boolean isInnermost(String prefix, String local) {
        Open o = open[depth - 1];
        return o.local.equals(local) && o.prefix.equals(prefix);
    }

    /**
     * The quick way for an end tag, from behind its {@code </}: when the bytes are the innermost
     * element's name and a '>', the index behind that; else 0, and nothing is said.
     */
    int matchEnd(byte[] b, int start, int end) {
        Open o = open[depth - 1];
        int i = start;
        if (!o.prefix.isEmpty()) {
            i = match(o.prefix, b, i, end);
            if (i == 0 || b[i] != ':') {
                return 0;
            }
            i++;
        }
        i = match(o.local, b, i, end);
        return i == 0 || b[i] != '>' ? 0 : i + 1;
    }

    /** The index behind the name, which is a byte at hand; 0 when it is not there. */
    private static int match(String name, byte[] b, int start, int end) {
        int n = name.length();
        if (end - start <= n) {
            return 0;
        }
        for (int i = 0; i < n; i++) {
            if (name.charAt(i) != b[start + i]) {
                return 0; // any name beyond ASCII, too
            }
        }
        return start + n;
    }

    /** Ends the innermost element; its namespace mark is {@link #poppedMark}. */
    Element pop() {
        flushText();
        Open o = open[--depth];
        Element done =
                Element.create(o.prefix, o.local, o.namespace, o.attributes, take(o.firstChild));
        o.attributes = List.of();
        o.prefix = "";
        o.local = "";
        o.namespace = "";
        return done;
    }

    /** The mark from before the tag of the element popped last. */
    int poppedMark() {
        return open[depth].namespaceMark;
    }

    /** A finished child of the innermost element. */
    void child(Element child) {
        flushText();
        add(child);
    }

    /** Character data inside the innermost element; adjacent runs become one node. */
    void text(String run) {
        if (run.isEmpty()) {
            return;
        }
        if (text == null) {
            text = run;
        } else {
            if (moreText == null) {
                moreText = new StringBuilder();
            }
            moreText.append(run);
        }
    }

    private void flushText() {
        if (text != null) {
            add(new Text(moreText == null ? text : text + moreText));
            text = null;
            moreText = null;
        }
    }

    private void add(Node node) {
        if (nodeCount == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(FEW_NODES, nodeCount * 2));
        }
        nodes[nodeCount++] = node;
    }

    private List<Node> take(int from) {
        int n = nodeCount - from;
        if (n == 0) {
            return List.of();
        }
        List<Node> taken =
                switch (n) {
                    case 1 -> List.of(at(from));
                    case 2 -> List.of(at(from), at(from + 1));
                    default -> List.of(Arrays.copyOfRange(nodes, from, nodeCount, Node[].class));
                };
        Arrays.fill(nodes, from, nodeCount, null);
        nodeCount = from;
        return taken;
    }

    private Node at(int i) {
        return Objects.requireNonNull(nodes[i]);
    }

    /** Lets go of what a large stanza made the buffers grow to; only between stanzas. */
    void release() {
        if (open.length > FEW_OPEN) {
            open = NONE;
        }
        if (nodes.length > FEW_NODES) {
            nodes = NO_NODES;
        }
    }
}
