package stoa.accounts.alias;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** How an alias says no. */
final class Refusals {
    /** As if nothing were there: also to those who may not know that there is. */
    static final StanzaError NOBODY = Condition.SERVICE_UNAVAILABLE.error();

    static final StanzaError NO_MEMBERS =
            Condition.SERVICE_UNAVAILABLE.error("Nobody answers at this address at present.");
    static final StanzaError ENCRYPTED =
            Condition.NOT_ACCEPTABLE.error(
                    "Several people read this address: turn off encryption to write to it.");
    static final StanzaError TOO_LONG = Condition.NOT_ACCEPTABLE.error("The address is too long.");

    private Refusals() {}

    static Decision<AliasEvent, AliasEffect> refuse(Stanza stanza, StanzaError error) {
        return Decision.speak(answers(stanza, error));
    }

    /** The refusal, to what may be refused. */
    static List<AliasEffect> answers(Stanza stanza, StanzaError error) {
        boolean answered =
                switch (stanza) {
                    case Iq iq -> iq.isRequest();
                    case Message message -> !message.isError();
                    default -> false;
                };
        return answered ? List.of(new AliasEffect.Route(stanza.refuse(error))) : List.of();
    }
}
