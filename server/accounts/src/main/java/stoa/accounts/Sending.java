package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.MessageRoute.Outgoing;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ConnectedAccount;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A message that a client of this account sends. The account is its one decider: it checks, stamps,
 * stores, and passes it on after the commit. "Once" is decided here too: one archive entry for one
 * (sender, addressee, origin-id); a resend is only told the first one's id. Of a message to another
 * server's account there is one history here, the sender's.
 */
final class Sending {
    /** Tells a client under which id a message stands that it has sent again. */
    static final String STORED_NAMESPACE = "urn:stoa:stored:0";

    private final Surroundings around;
    private final Talk talk;

    Sending(Surroundings around, Talk talk) {
        this.around = around;
        this.talk = talk;
    }

    /** A message with {@code from} set; one without {@code to} is for the own account. */
    Decision<AccountEvent, AccountEffect> sends(
            AccountState state, Session session, Message sent, Receipt receipt) {
        Message message =
                StanzaIds.withoutSpoofed(
                        sent.to() == null ? sent.withTo(state.address()) : sent,
                        by -> !around.isElsewhere(by));
        Jid to = Objects.requireNonNull(message.to());
        StanzaError refusal = refusal(state, session, message, to);
        if (refusal != null) {
            return sent.isError()
                    ? Decision.nothing()
                    : Decision.speak(
                            List.of(
                                    new AccountEffect.SendTo(
                                            session,
                                            sent.giveBack(refusal).withTo(session.address()))));
        }
        boolean toPerson =
                around.isAccountAddress(to)
                        || (around.isElsewhere(to) && !ArchiveRules.isToOccupant(message));
        if (!toPerson || !(to.bare() instanceof BareJid addressee)) {
            return Decision.speak(List.of(new AccountEffect.Route(message, receipt)));
        }
        Message stamped = message;
        if (!around.stamp().isEmpty()) {
            stamped =
                    around.stamp()
                            .apply(new Outgoing(message, session, around.clock().instant()))
                            .message();
        }
        return around.settings().archiveEnabled() && ArchiveRules.isStored(stamped)
                ? store(state, session, stamped, addressee, receipt)
                : pass(state.connected(), session, stamped, addressee, receipt);
    }

    private @Nullable StanzaError refusal(
            AccountState state, Session session, Message message, Jid to) {
        if (state.blocks(to)) {
            return BlockRequests.BLOCKED;
        }
        StanzaError unreachable = around.unreachable(session.address(), to);
        if (unreachable != null) {
            return unreachable;
        }
        if (to.bare() instanceof BareJid account
                && around.blocks().blocks(account, session.address())) {
            return Surroundings.NOBODY;
        }
        if (message.isError()) {
            return null;
        }
        if (!around.maySend().isEmpty()) {
            StanzaError refused =
                    around.maySend()
                            .check(new Outgoing(message, session, around.clock().instant()));
            if (refused != null) {
                return refused;
            }
        }
        return around.isAccountAddress(to) && isRefusedThere(message, to)
                ? Surroundings.NOBODY
                : null;
    }

    /** What would not be delivered is not stored either. */
    private boolean isRefusedThere(Message message, Jid to) {
        if (message.type() == Message.Type.CHAT || !(to.bare() instanceof BareJid addressee)) {
            return false;
        }
        ConnectedAccount there = around.registry().find(addressee);
        return DeliveryRules.of(message, there == null ? ConnectedAccount.none(addressee) : there)
                instanceof DeliveryRules.Outcome.Refused;
    }

    private static Decision<AccountEvent, AccountEffect> pass(
            ConnectedAccount account,
            Session session,
            Message message,
            BareJid addressee,
            Receipt receipt) {
        return Decision.speak(
                List.of(
                        new AccountEffect.Speak(
                                addressee, message, null, null, account, session, receipt)));
    }

    private Decision<AccountEvent, AccountEffect> store(
            AccountState state,
            Session session,
            Message message,
            BareJid addressee,
            Receipt receipt) {
        String originId = StanzaIds.originId(message);
        long onceKey = originId == null ? 0 : Once.key(addressee, originId);
        long first = onceKey == 0 ? 0 : state.once().find(onceKey);
        if (first != 0 && originId != null) {
            return sentAgain(state, session, message, originId, first);
        }
        Jid to = Objects.requireNonNull(message.to());
        EncodedStanza encoded = EncodedStanza.of(message.toElement());
        ArchiveSlot slot = new ArchiveSlot();
        ArchiveAppend append =
                new ArchiveAppend(
                        slot,
                        session.address(),
                        to,
                        message.type(),
                        originId,
                        owners(state.address(), addressee),
                        Bytes.of(encoded.toFrame(EncodedStanza.address(to.toString()))),
                        ArchiveRules.isLine(message));
        AccountEvent archived = new AccountEvent.Archived(append, onceKey);
        AccountEffect speak =
                new AccountEffect.Speak(
                        addressee, message, encoded, slot, state.connected(), session, receipt);
        if (!talk.isNew(state, addressee)) {
            return new Decision<>(List.of(archived), List.of(speak), true);
        }
        List<AccountEvent> events = new ArrayList<>(List.of(archived));
        List<AccountEffect> effects = new ArrayList<>(List.of(speak));
        talk.begin(state, addressee, events, effects);
        return new Decision<>(events, effects, true);
    }

    private List<ArchiveOwner> owners(BareJid sender, BareJid addressee) {
        return sender.equals(addressee) || around.isElsewhere(addressee)
                ? List.of(new ArchiveOwner(sender, addressee))
                : List.of(new ArchiveOwner(sender, addressee), new ArchiveOwner(addressee, sender));
    }

    private Decision<AccountEvent, AccountEffect> sentAgain(
            AccountState state, Session session, Message message, String originId, long first) {
        return Decision.speak(
                List.of(
                        new AccountEffect.SendTo(
                                session,
                                stored(state.address(), session, message, originId, first))));
    }

    private static Message stored(
            BareJid account, Session session, Message message, String originId, long first) {
        Element stored =
                Element.of("stored", STORED_NAMESPACE)
                        .child(
                                Element.of("origin-id", StanzaIds.NAMESPACE)
                                        .attribute("id", originId)
                                        .build())
                        .child(StanzaIds.of(account, first))
                        .build();
        return Message.of(Message.Type.HEADLINE, account, session.address(), stored)
                .withId(message.id());
    }
}
