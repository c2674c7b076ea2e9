package stoa.core.command;

import java.util.Locale;
import stoa.xmpp.xml.Element;

/** What a command says to the person who runs it (XEP-0050 section 4.3). */
public record Note(Type type, String text) {
    /** How bad it is. A command that has failed says so by one {@link #ERROR}. */
    public enum Type {
        INFO,
        WARN,
        ERROR
    }

    public static Note info(String text) {
        return new Note(Type.INFO, text);
    }

    public static Note warn(String text) {
        return new Note(Type.WARN, text);
    }

    public static Note error(String text) {
        return new Note(Type.ERROR, text);
    }

    Element toElement() {
        return Element.of("note", CommandResponder.NAMESPACE)
                .attribute("type", type.name().toLowerCase(Locale.ROOT))
                .text(text)
                .build();
    }
}
