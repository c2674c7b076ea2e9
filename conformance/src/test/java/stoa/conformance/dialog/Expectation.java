package stoa.conformance.dialog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Xml;

/**
 * What an actor is to get: one element, or one of several ({@code … or …}), that does not hold
 * certain others ({@code … without …}). An element matches if its name is the same and everything
 * written down is there: attributes, text, and children in any order. What is not written down may
 * be there too. A namespace counts where it is written. {@code '…'} is any value; {@code {?name}}
 * is any value too, and remembers it under that name.
 */
final class Expectation implements Predicate<Element> {
    /** The namespace of everything in a pattern for which none is written. */
    static final String ANY = "any";

    private static final Pattern CAPTURE = Pattern.compile("\\{\\?([a-z0-9-]+)}");

    private final List<Element> alternatives = new ArrayList<>();
    private final List<Element> absent = new ArrayList<>();
    private final Map<String, String> captured = new HashMap<>();

    private Expectation() {}

    static Expectation parse(String text) {
        var expectation = new Expectation();
        var parts = text.replace(" …", "").split("(?<=>)\\s+(?=(or|without)\\s+<)", -1);
        for (String part : parts) {
            if (part.startsWith("without")) {
                expectation.absent.add(pattern(part.substring("without".length())));
            } else {
                expectation.alternatives.add(
                        pattern(part.startsWith("or ") ? part.substring(2) : part));
            }
        }
        return expectation;
    }

    private static Element pattern(String xml) {
        return Xml.parse(
                        "<any xmlns='"
                                + ANY
                                + "' xmlns:stream='http://etherx.jabber.org/streams'>"
                                + xml.strip()
                                + "</any>")
                .children()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an element: " + xml));
    }

    /** What the last successful match remembered. */
    Map<String, String> captured() {
        return captured;
    }

    @Override
    public boolean test(Element actual) {
        for (var alternative : alternatives) {
            captured.clear();
            if (matches(alternative, actual)) {
                return absent.stream().noneMatch(unwanted -> isWithin(unwanted, actual));
            }
        }
        return false;
    }

    /** Whether such an element is in that one, however deep. */
    private boolean isWithin(Element unwanted, Element actual) {
        return actual.children()
                .anyMatch(child -> matches(unwanted, child) || isWithin(unwanted, child));
    }

    private boolean matches(Element wanted, Element actual) {
        if (!wanted.name().equals(actual.name())
                || (!wanted.namespace().equals(ANY)
                        && !wanted.namespace().equals(actual.namespace()))) {
            return false;
        }
        for (var attribute : wanted.attributes().entrySet()) {
            String value = actual.attribute(attribute.getKey());
            if (value == null || !value(attribute.getValue(), value)) {
                return false;
            }
        }
        var left = new ArrayList<>(actual.children().toList());
        for (var child : wanted.children().toList()) {
            var found = left.stream().filter(one -> matches(child, one)).findFirst();
            if (found.isEmpty()) {
                return false;
            }
            left.remove(found.get());
        }
        String text = ownText(wanted);
        return text.isEmpty() || value(text, ownText(actual));
    }

    private static String ownText(Element element) {
        var text = new StringBuilder();
        element.content().stream().filter(String.class::isInstance).forEach(text::append);
        return text.toString().strip();
    }

    private boolean value(String wanted, String actual) {
        var capture = CAPTURE.matcher(wanted);
        if (capture.matches()) {
            captured.put(capture.group(1), actual);
            return true;
        }
        return wanted.equals("…") || wanted.equals(actual);
    }
}
