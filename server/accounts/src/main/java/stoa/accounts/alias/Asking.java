package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.accounts.ArchiveRules;
import stoa.accounts.people.AliasThreads;
import stoa.core.entity.Decision;
import stoa.core.hook.StanzaIds;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * A person writes to the alias: every member has it from the address of their conversation. One
 * commit puts it into all their histories. The first line opens the conversation.
 */
final class Asking {
    /** Open conversations of one alias; for one more that was silent the longest is closed. */
    static final int MAX_OPEN = 500;

    private final Surrounding around;

    Asking(Surrounding around) {
        this.around = around;
    }

    Decision<AliasEvent, AliasEffect> ask(AliasState state, AliasCommand.Ask ask) {
        Message message = ask.message();
        Alias alias = state.alias();
        if (message.isError() || message.type() == Message.Type.HEADLINE) {
            return Decision.nothing();
        }
        StanzaError refusal = refusal(alias, ask.person(), message);
        if (refusal != null || alias == null) {
            return Refusals.refuse(message, refusal == null ? Refusals.NOBODY : refusal);
        }
        Draft draft = new Draft(around, alias, state.threads());
        if (draft.members(ask.person()).isEmpty()) {
            return Refusals.refuse(message, Refusals.NO_MEMBERS);
        }
        AliasThread open = state.threads().get(ask.person());
        boolean line = ArchiveRules.isLine(message);
        if (open == null && !line) {
            return Decision.nothing(); // a passing state, or about what is closed
        }
        long nowMs = around.clock().millis();
        AliasThread thread =
                open == null
                        ? new AliasThread(alias.address(), ask.person(), null, nowMs, nowMs)
                        : open.at(nowMs);
        List<Element> passing = Passing.of(message);
        if (!ArchiveRules.isStored(message)) {
            return draft.tellMembers(thread, message, passing, null, false, ask.receipt())
                    .decided();
        }
        return said(state, draft, ask, open, thread, passing);
    }

    private @Nullable StanzaError refusal(@Nullable Alias alias, BareJid person, Message message) {
        if (alias == null || !alias.live() || message.type() == Message.Type.GROUPCHAT) {
            return Refusals.NOBODY;
        }
        if (Passing.isEncrypted(message)) {
            return Refusals.ENCRYPTED;
        }
        return AliasThreads.address(alias.address(), person) == null ? Refusals.TOO_LONG : null;
    }

    private Decision<AliasEvent, AliasEffect> said(
            AliasState state,
            Draft draft,
            AliasCommand.Ask ask,
            @Nullable AliasThread open,
            AliasThread thread,
            List<Element> passing) {
        Message message = ask.message();
        FullJid sender = (FullJid) message.from();
        String key = Rows.originKey(message, ask.person());
        long once = key == null ? 0 : Rows.onceKey(ask.person(), key);
        if (state.first(once) != 0) {
            return Decision.nothing(); // sent again, and acknowledged again
        }
        if (open == null) {
            makeRoom(state, draft);
        }
        draft.put(thread);
        BareJid alias = thread.alias();
        Message asked =
                StanzaIds.withoutSpoofed(
                        message.withTo(alias), by -> by.equals(alias) || by.equals(ask.person()));
        if (around.archiveEnabled()) {
            Rows.Row own = Rows.of(asked, ask.person(), alias);
            draft.record(new AliasEvent.Archived(own.append(), 0))
                    .say(new AliasEffect.Sent(sender, asked, own.slot()));
            Message kept = asked.withPayloads(passing);
            draft.record(
                    new AliasEvent.Archived(
                            Rows.ofAlias(kept, alias, ask.person(), ask.person(), key).append(),
                            once));
        } else {
            draft.say(new AliasEffect.Sent(sender, asked, null));
        }
        List<Element> told = new ArrayList<>(Passing.withoutRequest(passing));
        told.add(AliasNames.thread(around.book(), aliasOf(state), thread).build());
        draft.tellMembers(thread, message, told, null, true, ask.receipt());
        return acknowledge(draft, message, alias, sender).decided();
    }

    private static Alias aliasOf(AliasState state) {
        Alias alias = state.alias();
        if (alias == null) {
            throw new IllegalStateException("looked at before");
        }
        return alias;
    }

    private static void makeRoom(AliasState state, Draft draft) {
        if (state.threads().size() >= MAX_OPEN) {
            state.threads().values().stream()
                    .min(Comparator.comparingLong(AliasThread::lastMs))
                    .ifPresent(draft::close);
        }
    }

    /** XEP-0184: the alias has it. Which of its members have is for nobody else to know. */
    private static Draft acknowledge(Draft draft, Message message, BareJid alias, FullJid sender) {
        String id = message.id();
        if (id == null || !message.has("request", Passing.RECEIPTS)) {
            return draft;
        }
        Message received =
                Message.of(
                        message.type(),
                        alias,
                        sender,
                        Element.of("received", Passing.RECEIPTS).attribute("id", id).build());
        return draft.tell(sender.account(), received, false, stoa.core.session.Receipt.NONE);
    }
}
