package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What arrives for the account from others: messages, and presence meant for it alone. */
final class Arriving {
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private final Surroundings around;
    private final Talk talk;
    private final OfflineDelivery offline;

    Arriving(Surroundings around, Talk talk, OfflineDelivery offline) {
        this.around = around;
        this.talk = talk;
        this.offline = offline;
    }

    /** A message between accounts, stored if it is to be (RFC 6121 section 8.5). */
    Decision<AccountEvent, AccountEffect> chat(AccountState state, AccountCommand.Chat chat) {
        ArchiveSlot slot = chat.slot();
        List<AccountEvent> events = new ArrayList<>(2);
        List<AccountEffect> effects = new ArrayList<>(2);
        if (slot != null && offline.mustWait(state, slot.id(), events)) {
            events.add(new AccountEvent.OfflineQueued(chat));
            notRead(state, slot.id(), events, effects);
            return new Decision<>(events, effects, true);
        }
        deliver(state, chat, events, effects);
        boolean kept = !events.isEmpty();
        if (slot != null) {
            events.add(new AccountEvent.Told(slot.id()));
            notRead(state, slot.id(), events, effects);
        }
        if (slot != null
                && Objects.requireNonNull(chat.message().from()).bare() instanceof BareJid sender
                && talk.isNew(state, sender)
                && !state.blocks(sender)) {
            talk.begin(state, sender, events, effects);
            // The roster entry delays nobody, unless the message itself has to be kept.
            return new Decision<>(events, effects, kept);
        }
        return new Decision<>(events, effects, true);
    }

    /**
     * Who has read the archive and does not take messages yet has not read this one: it is sent it
     * when it becomes available.
     */
    private static void notRead(
            AccountState state, long id, List<AccountEvent> events, List<AccountEffect> effects) {
        ConnectedAccount after = state.connected();
        boolean any = false;
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.readUpToId() == ConnectedResource.ALL && !resource.takesMessages()) {
                after = after.with(resource.read(id - 1));
                any = true;
            }
        }
        if (any) {
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        }
    }

    /**
     * Delivers by the rules; adds to the decision what follows. What was stored just before its
     * sender was blocked stays in the history. Who has been sent it from the archive already is
     * left out.
     */
    void deliver(
            AccountState state,
            AccountCommand.Chat chat,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        if (state.blocks(chat.message().from())) {
            return;
        }
        ConnectedAccount connected = state.connected();
        switch (DeliveryRules.of(chat.message(), connected)) {
            case DeliveryRules.Outcome.To(var resources) -> {
                effects.add(delivery(chat, connected, without(resources, chat.slot())));
                sentEarly(chat, resources.getFirst(), events);
            }
            case DeliveryRules.Outcome.Offline() -> keep(state, connected, chat, events, effects);
            case DeliveryRules.Outcome.Refused() -> {
                if (chat.slot() == null) {
                    effects.add(refusal(chat.message()));
                } else { // the resource went after it was stored: it is kept like any other
                    keep(state, connected, chat, events, effects);
                }
            }
            case DeliveryRules.Outcome.Ignored() -> {}
        }
    }

    /**
     * Only a full address reaches who takes no messages (section 8.5.3.1). When it becomes
     * available and is sent what it has not had, it has had this one.
     */
    private static void sentEarly(
            AccountCommand.Chat chat, ConnectedResource resource, List<AccountEvent> events) {
        if (chat.slot() != null && !resource.takesMessages()) {
            events.add(new AccountEvent.SentEarly(resource.session(), chat.slot().id()));
        }
    }

    private static List<ConnectedResource> without(
            List<ConnectedResource> resources, @Nullable ArchiveSlot slot) {
        if (slot == null) {
            return resources;
        }
        List<ConnectedResource> others = new ArrayList<>(resources);
        others.removeIf(resource -> resource.fromArchive().holds(slot.id()));
        return others;
    }

    private static AccountEffect delivery(
            AccountCommand.Chat chat, ConnectedAccount connected, List<ConnectedResource> to) {
        return new AccountEffect.Deliver(
                chat.message(), chat.encoded(), chat.slot(), connected, to);
    }

    private void keep(
            AccountState state,
            ConnectedAccount connected,
            AccountCommand.Chat chat,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        ArchiveSlot slot = chat.slot();
        if (slot != null) {
            // Already marked, unless this one comes late, after a failed commit.
            if (state.offlineAfter() == AccountState.NONE || state.offlineAfter() >= slot.id()) {
                events.add(new AccountEvent.OfflineFrom(slot.id() - 1));
            }
            effects.add(delivery(chat, connected, List.of()));
        } else if (!ArchiveRules.isPassing(chat.message())) {
            effects.add(refusal(chat.message())); // nothing is stored: the sender must know
        }
    }

    private static AccountEffect refusal(Message message) {
        return new AccountEffect.Route(message.refuse(Surroundings.NOBODY), Receipt.NONE);
    }

    /**
     * A message from a service or from another server. A room's invitation and the like, said in
     * the service's own name, and what people of other servers say is stored in the account's
     * history; what occupants say to each other through a room is not.
     */
    Decision<AccountEvent, AccountEffect> fromOthers(
            AccountState state, Message message, Receipt receipt) {
        Jid from = Objects.requireNonNull(message.from());
        if (message.isError()
                && message.to() instanceof BareJid
                && isFromContactElsewhere(state, message)) {
            return Decision.speak(List.of(heard(state, message))); // no resource has said it
        }
        if (!state.blocked().isEmpty() && state.blocks(inviter(message))) {
            return Decision.nothing();
        }
        Message cleaned = StanzaIds.withoutSpoofed(message, by -> by.equals(state.address()));
        boolean stored =
                around.settings().archiveEnabled()
                        && !isOccupants(from, cleaned)
                        && ArchiveRules.isStored(cleaned)
                        && !(DeliveryRules.of(cleaned, state.connected())
                                instanceof DeliveryRules.Outcome.Refused);
        if (!stored) {
            return chat(state, new AccountCommand.Chat(cleaned, null, null, receipt));
        }
        String originId = around.isElsewhere(from) ? StanzaIds.originId(cleaned) : null;
        long onceKey = originId == null ? 0 : Once.keyFrom(from, originId);
        if (onceKey != 0 && state.once().find(onceKey) != 0) {
            return Decision.nothing(); // sent again, as the other server could not know
        }
        EncodedStanza encoded = EncodedStanza.of(cleaned.toElement());
        ArchiveSlot slot = new ArchiveSlot();
        Jid to = Objects.requireNonNull(cleaned.to());
        ArchiveAppend append =
                new ArchiveAppend(
                        slot,
                        from,
                        to,
                        cleaned.type(),
                        null,
                        List.of(new ArchiveOwner(state.address(), from.bare())),
                        Bytes.of(encoded.toFrame(EncodedStanza.address(to.toString()))),
                        ArchiveRules.isLine(cleaned));
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Archived(append, onceKey)))
                .then(
                        List.of(
                                new AccountEffect.Speak(
                                        state.address(),
                                        cleaned,
                                        encoded,
                                        slot,
                                        state.connected(),
                                        null,
                                        receipt)));
    }

    private boolean isFromContactElsewhere(AccountState state, Stanza stanza) {
        Jid from = Objects.requireNonNull(stanza.from());
        RosterItem item = around.isElsewhere(from) ? state.contacts().find(from.bare()) : null;
        return item != null
                && (ContactList.seesMe(item.subscription())
                        || ContactList.iSee(item.subscription()));
    }

    private static AccountEffect heard(AccountState state, Stanza stanza) {
        return new AccountEffect.Heard(
                new PresenceRoute.Heard(state.address(), state.connected().audience(), stanza));
    }

    private boolean isOccupants(Jid from, Message message) {
        return from instanceof FullJid
                && (!around.isElsewhere(from) || ArchiveRules.isToOccupant(message));
    }

    /**
     * A message of somebody blocked (XEP-0191 section 3.3). To a room an error would say that the
     * owner has left.
     */
    Decision<AccountEvent, AccountEffect> fromBlocked(Message message) {
        Jid from = Objects.requireNonNull(message.from());
        boolean answered =
                around.isElsewhere(from)
                        && (message.type() == Message.Type.CHAT
                                || message.type() == Message.Type.NORMAL)
                        && !isOccupants(from, message);
        return answered ? Decision.speak(List.of(refusal(message))) : Decision.nothing();
    }

    /** In whose name a room invites (XEP-0045 section 7.8.2), or null. */
    private static @Nullable Jid inviter(Message message) {
        Element user = message.payload("x", MUC_USER);
        Element invite = user == null ? null : user.child("invite", MUC_USER);
        String from = invite == null ? null : invite.attribute("from");
        try {
            return from == null ? null : Jid.parse(from);
        } catch (InvalidJidException nobody) {
            return null;
        }
    }

    /** Presence for this account alone (section 8.5.2.1.2, 8.5.3.1) and probes (section 4.3). */
    Decision<AccountEvent, AccountEffect> presence(AccountState state, Presence presence) {
        Jid to = Objects.requireNonNull(presence.to());
        List<AccountEffect> effects = new ArrayList<>();
        if (isFromContactElsewhere(state, presence)) {
            effects.add(heard(state, presence));
        }
        if (to instanceof FullJid full) {
            ConnectedResource resource = state.connected().reachable(full);
            if (resource != null) {
                effects.add(new AccountEffect.SendTo(resource.session(), presence));
            }
            return Decision.speak(effects);
        }
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.isAvailable()) {
                effects.add(new AccountEffect.SendTo(resource.session(), presence));
            }
        }
        return Decision.speak(effects);
    }

    /** Section 4.3.2: who may see the account's presence is told it. */
    Decision<AccountEvent, AccountEffect> probe(AccountState state, Presence presence) {
        Jid prober = Objects.requireNonNull(presence.from());
        List<AccountEffect> effects = new ArrayList<>();
        if (!state.connected().audience().includes(prober.bare())) {
            effects.add(route(Presence.of(Presence.Type.UNSUBSCRIBED, state.address(), prober)));
            return Decision.speak(effects);
        }
        for (ConnectedResource resource : state.connected().resources()) {
            Presence now = resource.presence();
            if (now != null) {
                effects.add(route(now.withTo(prober)));
            }
        }
        if (effects.isEmpty()) {
            effects.add(route(Presence.of(Presence.Type.UNAVAILABLE, state.address(), prober)));
        }
        return Decision.speak(effects);
    }

    private static AccountEffect route(Presence presence) {
        return new AccountEffect.Route(presence, Receipt.NONE);
    }
}
