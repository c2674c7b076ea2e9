package stoa.core.command;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * A {@code <command/>} as it was asked (XEP-0050 section 4.1); what belongs to the responder, such
 * as {@code status}, is not read.
 *
 * @param session the id of an execution that goes on, or null to begin one
 */
record CommandRequest(String node, @Nullable String session, Action action, List<Element> forms) {
    /** What is to be done. */
    enum Action {
        EXECUTE,
        CANCEL,
        PREV,
        NEXT,
        COMPLETE;

        static @Nullable Action of(@Nullable String value) {
            return switch (value) {
                case null -> EXECUTE;
                case "execute" -> EXECUTE;
                case "cancel" -> CANCEL;
                case "prev" -> PREV;
                case "next" -> NEXT;
                case "complete" -> COMPLETE;
                default -> null;
            };
        }
    }

    /** What reading has found. */
    sealed interface Read {}

    record Asked(CommandRequest request) implements Read {}

    record Unreadable(StanzaError error) implements Read {}

    static Read of(Iq iq, Element command) {
        if (iq.type() != Iq.Type.SET) {
            return new Unreadable(Condition.BAD_REQUEST.error("Commands are run by a set."));
        }
        String node = command.attribute("node");
        if (node == null || node.isEmpty()) {
            return new Unreadable(Condition.BAD_REQUEST.error("The node is missing."));
        }
        Action action = Action.of(command.attribute("action"));
        if (action == null) {
            return new Unreadable(CommandError.MALFORMED_ACTION.error("There is no such action."));
        }
        String lang = command.attribute("lang", Element.XML_NAMESPACE);
        if (!isLanguage(lang == null ? iq.lang() : lang)) {
            return new Unreadable(CommandError.BAD_LOCALE.error("This is no language."));
        }
        String session = command.attribute("sessionid");
        if (session != null && session.isEmpty()) {
            return new Unreadable(CommandError.BAD_SESSIONID.error("The session id is empty."));
        }
        return new Asked(
                new CommandRequest(
                        node,
                        session,
                        action,
                        command.elements().filter(e -> e.is("x", DataForm.NAMESPACE)).toList()));
    }

    /** Whether it may be a language tag (BCP 47); absent or empty means any. */
    private static boolean isLanguage(@Nullable String tag) {
        if (tag == null || tag.isEmpty()) {
            return true;
        }
        try {
            new Locale.Builder().setLanguageTag(tag);
            return true;
        } catch (java.util.IllformedLocaleException none) {
            return false;
        }
    }
}
