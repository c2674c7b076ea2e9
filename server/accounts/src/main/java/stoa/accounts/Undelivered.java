package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import stoa.core.entity.Decision;
import stoa.core.hook.StanzaIds;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;

/**
 * The end of a session, and what it was sent and never acknowledged (XEP-0198 section 5, RFC 6121
 * section 8): stored messages go to whoever has not had them, requests are answered with
 * service-unavailable, the rest was for that resource alone.
 */
final class Undelivered {
    private final Surroundings around;
    private final OfflineDelivery offline;

    Undelivered(Surroundings around, OfflineDelivery offline) {
        this.around = around;
        this.offline = offline;
    }

    Decision<AccountEvent, AccountEffect> ended(AccountState state, AccountCommand.Ended command) {
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        ConnectedAccount after = state.connected();
        ConnectedResource resource = state.resource(command.session());
        if (resource != null) {
            after = Binding.ended(state, resource, effects);
            events.add(new AccountEvent.Connected(after));
        }
        List<AccountCommand.Late> missed = new ArrayList<>();
        for (Stanza stanza : command.undelivered()) {
            switch (stanza) {
                case Message message -> message(state, message, missed, effects);
                case Iq iq when iq.isRequest() && iq.from() != null -> effects.add(refusal(iq));
                case Iq iq -> {}
                case Presence presence -> {} // requests are stored, the rest has passed
            }
        }
        if (missed.isEmpty() && resource != null && around.settings().archiveEnabled()) {
            offline.allDelivered(state, after, events);
        }
        offline.missed(state, after, missed, events, effects);
        offline.resourceWent(state, after, command.session(), events, effects);
        // Held: should the mark not be stored, the session is still there and ends again.
        return new Decision<>(events, effects, true);
    }

    private void message(
            AccountState state,
            Message message,
            List<AccountCommand.Late> missed,
            List<AccountEffect> effects) {
        long id = StanzaIds.idBy(state.address(), message);
        Jid from = message.from();
        if (state.blocks(from)) {
            return;
        }
        if (id > 0) {
            Message stored = StanzaIds.withoutSpoofed(message, by -> by.equals(state.address()));
            missed.add(new AccountCommand.Late(stored, id));
        } else if (from != null
                && !around.isAccountAddress(from)
                && (message.type() == Message.Type.CHAT || message.type() == Message.Type.NORMAL)
                && ArchiveRules.isLine(message)) {
            effects.add(refusal(message)); // said through a room, to this resource
        }
    }

    private static AccountEffect refusal(Stanza stanza) {
        return new AccountEffect.Route(
                stanza.refuse(Surroundings.NOBODY).withTo(Objects.requireNonNull(stanza.from())),
                Receipt.NONE);
    }
}
