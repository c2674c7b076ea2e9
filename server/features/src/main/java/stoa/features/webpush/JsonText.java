package stoa.features.webpush;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object (RFC 8259), written. */
final class JsonText {
    private final StringBuilder text = new StringBuilder("{");

    /** A member, unless it is null. */
    JsonText put(String name, @Nullable String value) {
        if (value != null) {
            quoted(member(name), value);
        }
        return this;
    }

    /** An object of texts, unless there are none. */
    JsonText put(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            JsonText inner = new JsonText();
            values.forEach(inner::put);
            member(name).append(inner.end());
        }
        return this;
    }

    JsonText put(String name, long value) {
        member(name).append(value);
        return this;
    }

    private StringBuilder member(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        return quoted(text, name).append(':');
    }

    private static StringBuilder quoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"');
    }

    String end() {
        return text.append('}').toString();
    }
}
