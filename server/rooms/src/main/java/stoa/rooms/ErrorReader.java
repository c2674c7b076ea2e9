package stoa.rooms;

import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Reads the condition of a stanza error, RFC 6120 section 8.3.3. */
final class ErrorReader {
    private ErrorReader() {}

    /** The condition; undefined when there is none that the standard names. */
    static Condition condition(Stanza stanza) {
        Element error = stanza.payload("error", Stanza.CLIENT);
        if (error != null) {
            for (Condition condition : Condition.values()) {
                if (error.child(condition.text(), StanzaError.NAMESPACE) != null) {
                    return condition;
                }
            }
        }
        return Condition.UNDEFINED_CONDITION;
    }
}
