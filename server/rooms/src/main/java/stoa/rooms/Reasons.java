package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Why somebody does something, as they say it: kicking, banning, inviting, declining, destroying,
 * retracting. The room says it again to many and keeps some of it, so it has a bound: {@link
 * RoomRules#textChars}, beyond which the request is refused with {@code policy-violation}.
 */
final class Reasons {
    private Reasons() {}

    static @Nullable StanzaError refusal(@Nullable String reason, Turn turn) {
        return reason == null || reason.length() <= turn.rules().textChars()
                ? null
                : Condition.POLICY_VIOLATION.error("This reason is too long.");
    }
}
