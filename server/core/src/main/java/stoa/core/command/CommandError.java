package stoa.core.command;

import java.util.Locale;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** The errors of XEP-0050 section 4.4 that have a condition of their own. */
public enum CommandError {
    /** There is no such action. */
    MALFORMED_ACTION(Condition.BAD_REQUEST),
    /** The action is not allowed at this stage. */
    BAD_ACTION(Condition.BAD_REQUEST),
    /** The language is none. */
    BAD_LOCALE(Condition.BAD_REQUEST),
    /** The form is missing, of another kind, or not filled in as it must be. */
    BAD_PAYLOAD(Condition.BAD_REQUEST),
    /** The id was not given to this requester, for this command, here. */
    BAD_SESSIONID(Condition.BAD_REQUEST),
    /** The execution has been completed or cancelled, or has waited for too long. */
    SESSION_EXPIRED(Condition.NOT_ALLOWED);

    private final Condition general;
    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    CommandError(Condition general) {
        this.general = general;
    }

    /** The error, with a sentence for people. */
    public StanzaError error(String sentence) {
        return general.error(sentence)
                .withApplication(Element.empty(text, CommandResponder.NAMESPACE));
    }
}
