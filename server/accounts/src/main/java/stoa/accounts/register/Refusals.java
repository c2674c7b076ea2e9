package stoa.accounts.register;

import java.util.List;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Refuses requests of {@code jabber:iq:register} with the codes of old as well, as XEP-0077 section
 * 8 wants it (they are those of XEP-0086), and without what was asked, which holds a password.
 */
final class Refusals {
    private Refusals() {}

    static Iq refuse(Iq request, StanzaError error) {
        Element element = error.toElement().withAttribute("code", code(error.condition()));
        return new Iq(
                request.to(), request.from(), Iq.Type.ERROR, request.id(), null, List.of(element));
    }

    private static String code(StanzaError.Condition condition) {
        return switch (condition) {
            case BAD_REQUEST, JID_MALFORMED, UNEXPECTED_REQUEST -> "400";
            case NOT_AUTHORIZED -> "401";
            case FORBIDDEN -> "403";
            case ITEM_NOT_FOUND -> "404";
            case NOT_ALLOWED -> "405";
            case NOT_ACCEPTABLE -> "406";
            case REGISTRATION_REQUIRED -> "407";
            case CONFLICT -> "409";
            case SERVICE_UNAVAILABLE -> "503";
            default -> "500"; // resource-constraint, internal-server-error
        };
    }
}
