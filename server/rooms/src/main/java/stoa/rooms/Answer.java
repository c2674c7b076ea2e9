package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** Answers that change nothing. */
final class Answer {
    private Answer() {}

    static Decision<RoomEvent, RoomEffect> none() {
        return Decision.nothing();
    }

    static Decision<RoomEvent, RoomEffect> refuse(Stanza stanza, StanzaError error) {
        RoomEffect refusal = refusal(stanza, error);
        return refusal == null ? none() : Decision.speak(List.of(refusal));
    }

    static Decision<RoomEvent, RoomEffect> refuse(
            Stanza stanza, StanzaError.Condition condition, String sentence) {
        return refuse(stanza, condition.error(sentence));
    }

    /** The error answer, or null to a stanza that may not have one. */
    static @Nullable RoomEffect refusal(Stanza stanza, StanzaError error) {
        boolean answered =
                switch (stanza) {
                    case Iq iq -> iq.isRequest();
                    case Message message -> !message.isError();
                    case Presence presence -> presence.type() == Presence.Type.AVAILABLE;
                };
        return answered ? new RoomEffect.Say(stanza.refuse(error)) : null;
    }

    static Decision<RoomEvent, RoomEffect> result(Iq request, Element... payloads) {
        return Decision.speak(List.of(new RoomEffect.Say(request.result(payloads))));
    }
}
