package stoa.xmpp.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes well-formed documents with every feature XMPP's XML has, and a few rude ways to write them.
 */
final class RandomXml {
    private static final String[] NAMES = {
        "message", "body", "x", "item", "a-b.c", "_u", "été", "naïve", "名前", "iq", "query"
    };
    private static final String[] PREFIXES = {"p", "q", "stream", "été", "x1"};
    private static final String[] NAMESPACES = {
        "jabber:client", "urn:one", "urn:two", "http://etherx.jabber.org/streams", "urn:é"
    };
    private static final String[] TEXTS = {
        "hello",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\r",
        "é",
        "日本語",
        "😀",
        "&amp;",
        "&lt;",
        "&gt;",
        "&apos;",
        "&quot;",
        "&#65;",
        "&#x1F600;",
        "&#10;",
        "&#13;",
        "&#9;",
        "]]",
        "]",
        ">",
        "'",
        "\"",
        "\u007F",
        "\u0085",
        "\uFFFD",
        "  two  spaces  "
    };

    private final Random random;
    private int left;

    RandomXml(Random random) {
        this.random = random;
    }

    /** An element that declares whatever it uses. */
    String element(int size) {
        left = size;
        StringBuilder out = new StringBuilder();
        element(out, new ArrayList<>(), 0);
        return out.toString();
    }

    private void element(StringBuilder out, List<String> inScope, int depth) {
        left--;
        List<String> scope = new ArrayList<>(inScope);
        StringBuilder attributes = new StringBuilder();
        List<String> declared = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            attributes.append(space()).append("xmlns").append(eq());
            quoted(attributes, random.nextInt(4) == 0 ? "" : pick(NAMESPACES));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String prefix = pick(PREFIXES);
            if (!declared.contains(prefix)) {
                declared.add(prefix);
                scope.add(prefix);
                attributes.append(space()).append("xmlns:").append(prefix).append(eq());
                // A namespace of its own for each prefix keeps attributes from meeting by accident.
                quoted(attributes, "urn:of:" + prefix + random.nextInt(2) + ":" + depth);
            }
        }
        List<String> used = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String local = pick(NAMES);
            String name =
                    scope.isEmpty() || random.nextBoolean() ? local : pick(scope) + ":" + local;
            if (random.nextInt(12) == 0) {
                name = "xml:lang";
                local = "lang";
            }
            if (!used.contains(local)) {
                used.add(local);
                attributes.append(space()).append(name).append(eq());
                quoted(attributes, text(true));
            }
        }
        String name = scope.isEmpty() || random.nextBoolean() ? "" : pick(scope) + ":";
        name += pick(NAMES);
        out.append('<').append(name).append(attributes);
        if (random.nextInt(4) == 0) {
            out.append(space());
        }
        if (random.nextInt(4) == 0) {
            out.append("/>");
            return;
        }
        out.append('>');
        while (left > 0 && random.nextInt(5) > 0) {
            switch (random.nextInt(depth > 12 ? 2 : 4)) {
                case 0 -> out.append(text(false));
                case 1 -> out.append("<![CDATA[").append(raw()).append("]]>");
                default -> element(out, scope, depth + 1);
            }
        }
        out.append("</").append(name);
        if (random.nextInt(6) == 0) {
            out.append(space());
        }
        out.append('>');
    }

    private String text(boolean attribute) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            String piece = pick(TEXTS);
            boolean quote = piece.equals("'") || piece.equals("\"");
            boolean ends = piece.equals(">") || piece.equals("]") || piece.equals("]]");
            boolean safe = !out.isEmpty() && out.charAt(out.length() - 1) != ']';
            if (attribute ? !quote : !ends || safe) {
                out.append(piece);
            }
        }
        return out.toString();
    }

    private String raw() {
        return text(false).replace("]]>", "") + (random.nextInt(3) == 0 ? "<&>]" : "");
    }

    private void quoted(StringBuilder out, String value) {
        char quote = random.nextBoolean() ? '\'' : '"';
        out.append(quote).append(value).append(quote);
    }

    private String eq() {
        return random.nextInt(8) == 0 ? " = " : "=";
    }

    private String space() {
        return switch (random.nextInt(10)) {
            case 0 -> "\n";
            case 1 -> " \t ";
            case 2 -> "\r\n";
            default -> " ";
        };
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
