package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
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
        if (slot != null && offline.mustWait(state, slot.id())) {
            List<AccountEvent> queued = new ArrayList<>(2);
            List<AccountEffect> shown = new ArrayList<>(1);
            queued.add(new AccountEvent.OfflineQueued(chat));
            notRead(state, slot.id(), queued, shown);
            return new Decision<>(queued, shown, true);
        }
        List<AccountEvent> events = new ArrayList<>(2);
        List<AccountEffect> effects = new ArrayList<>(2);
        deliver(
                state,
                chat,
                slot == null ? null : state.hasReadAlready(slot.id()),
                events,
                effects);
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
     * sender was blocked stays in the history.
     *
     * @param except who has it from the archive already
     */
    void deliver(
            AccountState state,
            AccountCommand.Chat chat,
            @Nullable Session except,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        if (state.blocks(chat.message().from())) {
            return;
        }
        ConnectedAccount connected = state.connected();
        switch (DeliveryRules.of(chat.message(), connected)) {
            case DeliveryRules.Outcome.To(var resources) ->
                    effects.add(delivery(chat, connected, without(resources, except)));
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

    private static List<ConnectedResource> without(
            List<ConnectedResource> resources, @Nullable Session except) {
        if (except == null) {
            return resources;
        }
        List<ConnectedResource> others = new ArrayList<>(resources);
        others.removeIf(resource -> resource.session() == except);
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
        } else if (ArchiveRules.isLine(chat.message())) {
            effects.add(refusal(chat.message())); // nothing is stored: the sender must know
        }
    }

    private static AccountEffect refusal(Message message) {
        return new AccountEffect.Route(message.refuse(Surroundings.NOBODY), Receipt.NONE);
    }

    /**
     * A message from a service. A room's invitation and the like, said in the service's own name,
     * is stored in the account's history; what occupants say to each other through a room is not.
     */
    Decision<AccountEvent, AccountEffect> fromService(
            AccountState state, Message message, Receipt receipt) {
        Jid from = Objects.requireNonNull(message.from());
        if (!state.blocked().isEmpty() && state.blocks(inviter(message))) {
            return Decision.nothing();
        }
        Message cleaned = StanzaIds.withoutSpoofed(message, by -> by.equals(state.address()));
        boolean stored =
                around.settings().archiveEnabled()
                        && !(from instanceof FullJid)
                        && ArchiveRules.isStored(cleaned);
        if (!stored) {
            return chat(state, new AccountCommand.Chat(cleaned, null, null, receipt));
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
                        List.of(new ArchiveOwner(state.address(), from)),
                        Bytes.of(encoded.toFrame(EncodedStanza.address(to.toString()))),
                        ArchiveRules.isLine(cleaned));
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Archived(append, 0)))
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
        if (to instanceof FullJid full) {
            ConnectedResource resource = state.connected().resource(full);
            return resource == null
                    ? Decision.nothing()
                    : Decision.speak(
                            List.of(new AccountEffect.SendTo(resource.session(), presence)));
        }
        List<AccountEffect> effects = new ArrayList<>();
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
