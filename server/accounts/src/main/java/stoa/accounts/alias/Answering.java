package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.accounts.ArchiveRules;
import stoa.accounts.people.AliasThreads;
import stoa.core.entity.Decision;
import stoa.core.hook.StanzaIds;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * A member writes to the address of a conversation: the person has it from the alias, the other
 * members from the conversation, both signed. The first to answer is who answers.
 */
final class Answering {
    private final Surrounding around;
    private final Assigning assigning;

    Answering(Surrounding around, Assigning assigning) {
        this.around = around;
        this.assigning = assigning;
    }

    Decision<AliasEvent, AliasEffect> reply(AliasState state, AliasCommand.Reply reply) {
        Message message = reply.message();
        Alias alias = state.alias();
        if (message.isError() || message.type() == Message.Type.HEADLINE) {
            return Decision.nothing();
        }
        if (alias == null
                || message.type() == Message.Type.GROUPCHAT
                || !mayAnswer(alias, reply.member(), reply.person())
                || around.blocks().blocks(reply.person(), alias.address())) {
            return Refusals.refuse(message, Refusals.NOBODY);
        }
        if (Passing.isEncrypted(message)) {
            return Refusals.refuse(message, Refusals.ENCRYPTED);
        }
        long nowMs = around.clock().millis();
        AliasThread open = state.threads().get(reply.person());
        AliasThread thread =
                open == null
                        ? new AliasThread(alias.address(), reply.person(), null, nowMs, nowMs)
                        : open.at(nowMs);
        Draft draft = new Draft(around, alias, state.threads());
        if (!ArchiveRules.isStored(message)) {
            return passing(draft, thread, message, reply.receipt());
        }
        return said(state, draft, alias, reply, thread);
    }

    /** Whether that member may answer that person, in a conversation that there can be. */
    boolean mayAnswer(Alias alias, BareJid member, BareJid person) {
        return alias.live()
                && alias.members().contains(member)
                && !member.equals(person)
                && around.directory().exists(person)
                && AliasThreads.address(alias.address(), person) != null;
    }

    /** Typing and the like: for the person alone. A receipt is the alias' own to give. */
    private static Decision<AliasEvent, AliasEffect> passing(
            Draft draft, AliasThread thread, Message message, Receipt receipt) {
        Message told = fromAlias(thread, message, Passing.of(message));
        return draft.tell(thread.person(), told, false, receipt).decided();
    }

    /** A member's message as the person gets it: the alias' own, with that in it. */
    private static Message fromAlias(AliasThread thread, Message said, List<Element> payloads) {
        return new Message(
                thread.alias(), thread.person(), said.type(), said.id(), said.lang(), payloads);
    }

    private Decision<AliasEvent, AliasEffect> said(
            AliasState state,
            Draft draft,
            Alias alias,
            AliasCommand.Reply reply,
            AliasThread thread) {
        Message message = reply.message();
        String key = Rows.originKey(message, reply.person());
        long once = key == null ? 0 : Rows.onceKey(reply.member(), key);
        if (state.first(once) != 0) {
            return Decision.nothing();
        }
        String body = message.body();
        PlainCommand command = body == null ? null : PlainCommand.of(body, alias, around.book());
        boolean first = body != null && command == null && thread.assignee() == null;
        AliasThread now = first ? thread.assignedTo(reply.member()) : thread;
        BareJid address = AliasNames.address(now);
        Message own =
                StanzaIds.withoutSpoofed(
                        message.withTo(address),
                        by -> by.equals(address) || by.equals(reply.member()));
        FullJid sender = (FullJid) message.from();
        Rows.Row row = around.archiveEnabled() ? Rows.of(own, reply.member(), address) : null;
        if (row != null) {
            draft.record(new AliasEvent.Archived(row.append(), 0));
        }
        draft.say(new AliasEffect.Sent(sender, own, row == null ? null : row.slot()));
        if (command != null) {
            return carryOut(draft, alias, reply, thread, command, once, own).decided();
        }
        if (isReceipt(message)) {
            return draft.decided(); // the alias itself has told the person
        }
        List<Element> payloads = Passing.of(message);
        if (around.archiveEnabled()) {
            keep(draft, reply, own, payloads, key, once);
        }
        if (body != null) {
            draft.put(now);
        }
        toPerson(draft, now, reply, payloads);
        if (!isMarker(message)) {
            toOthers(draft, alias, now, reply, payloads);
        }
        if (first) {
            stands(draft, alias, now, sender);
        }
        return draft.decided();
    }

    private static boolean isReceipt(Message message) {
        return message.body() == null && message.has("received", Passing.RECEIPTS);
    }

    /** How far a member has read is for the person, not for the colleagues. */
    private static boolean isMarker(Message message) {
        return message.body() == null
                && message.payloads().stream()
                        .anyMatch(payload -> payload.namespace().equals(Passing.MARKERS));
    }

    private void keep(
            Draft draft,
            AliasCommand.Reply reply,
            Message own,
            List<Element> payloads,
            @Nullable String key,
            long once) {
        BareJid alias = AliasThreads.alias(own.to() == null ? reply.person() : own.to());
        if (alias == null) {
            throw new IllegalStateException("a conversation has an alias");
        }
        List<Element> kept = new ArrayList<>(payloads);
        kept.add(AliasNames.onBehalfOf(around.book(), reply.member(), true));
        draft.record(
                new AliasEvent.Archived(
                        Rows.ofAlias(
                                        own.withPayloads(kept),
                                        alias,
                                        reply.person(),
                                        reply.member(),
                                        key)
                                .append(),
                        once));
    }

    private void toPerson(
            Draft draft, AliasThread thread, AliasCommand.Reply reply, List<Element> payloads) {
        List<Element> signed = new ArrayList<>(signed(payloads, reply.member()));
        signed.add(AliasNames.onBehalfOf(around.book(), reply.member(), false));
        Message told = fromAlias(thread, reply.message(), signed);
        draft.tell(thread.person(), told, true, reply.receipt());
    }

    private void toOthers(
            Draft draft,
            Alias alias,
            AliasThread thread,
            AliasCommand.Reply reply,
            List<Element> payloads) {
        List<Element> signed =
                new ArrayList<>(signed(Passing.withoutRequest(payloads), reply.member()));
        signed.add(AliasNames.onBehalfOf(around.book(), reply.member(), true));
        signed.add(AliasNames.thread(around.book(), alias, thread).build());
        draft.tellMembers(thread, reply.message(), signed, reply.member(), true, reply.receipt());
    }

    private List<Element> signed(List<Element> payloads, BareJid member) {
        return Signature.on(payloads, around.book().nameOf(member));
    }

    /** Tells who has just become the one who answers; nothing to keep. */
    private void stands(Draft draft, Alias alias, AliasThread thread, FullJid sender) {
        Message stands =
                Message.of(
                        Message.Type.HEADLINE,
                        AliasNames.address(thread),
                        sender.account(),
                        AliasNames.thread(around.book(), alias, thread).build());
        draft.tell(sender.account(), stands, false, Receipt.NONE);
    }

    private Draft carryOut(
            Draft draft,
            Alias alias,
            AliasCommand.Reply reply,
            AliasThread thread,
            PlainCommand command,
            long once,
            Message own) {
        if (once != 0 && around.archiveEnabled()) {
            keep(draft, reply, own, Passing.of(own), Rows.originKey(own, reply.person()), once);
        }
        return switch (command) {
            case PlainCommand.Take take ->
                    assigning.take(draft, alias, thread, reply.member(), reply.receipt());
            case PlainCommand.Done done ->
                    assigning.done(draft, thread, reply.member(), reply.receipt());
            case PlainCommand.Who who -> tellOne(draft, reply, assigning.who(alias, thread));
            case PlainCommand.Hand(var named) -> {
                BareJid to = Assigning.mayAnswer(draft, thread, named);
                yield to == null
                        ? tellOne(
                                draft,
                                reply,
                                "There is no such member. " + assigning.who(alias, thread))
                        : assigning.hand(draft, alias, thread, reply.member(), to, reply.receipt());
            }
        };
    }

    private static Draft tellOne(Draft draft, AliasCommand.Reply reply, String text) {
        Message message = reply.message();
        Message answer =
                Message.of(
                        Message.Type.CHAT,
                        message.to() == null ? null : message.to().bare(),
                        message.from(),
                        Element.text("body", Message.CLIENT, text),
                        Element.empty("notice", AliasNames.NAMESPACE));
        return draft.tell(reply.member(), answer, false, Receipt.NONE);
    }
}
