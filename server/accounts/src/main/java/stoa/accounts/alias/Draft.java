package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.core.entity.Decision;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * A decision in the making: what an alias will be after it, what is stored, what is said. Everybody
 * is shown the alias first, then contacts, then messages, so that nobody hears from a contact
 * before having it.
 */
final class Draft {
    private final Surrounding around;
    private final Alias alias;
    private final Map<BareJid, AliasThread> threads;
    private final List<AliasEvent> events = new ArrayList<>();
    private final List<AliasEffect> contacts = new ArrayList<>();
    private final List<AliasEffect> said = new ArrayList<>();
    private boolean shown;

    /** Of what there is now. */
    Draft(Surrounding around, Alias alias, Map<BareJid, AliasThread> threads) {
        this.around = around;
        this.alias = alias;
        this.threads = new HashMap<>(threads);
    }

    /** The members that may be told, but for one. */
    List<BareJid> members(@Nullable BareJid but) {
        return alias.members().stream()
                .filter(member -> !member.equals(but))
                .filter(around.directory()::exists)
                .toList();
    }

    Draft put(AliasThread thread) {
        AliasThread before = threads.put(thread.person(), thread);
        events.add(new AliasEvent.ThreadPut(thread));
        if (before == null) {
            contact(thread);
        }
        // When something was last said is nobody's to see.
        shown |= before == null || !thread.at(before.lastMs()).equals(before.at(thread.lastMs()));
        return this;
    }

    Draft close(AliasThread thread) {
        threads.remove(thread.person());
        events.add(new AliasEvent.ThreadClosed(alias.address(), thread.person()));
        contact(thread);
        shown = true;
        return this;
    }

    private void contact(AliasThread thread) {
        for (BareJid member : members(thread.person())) {
            contacts.add(new AliasEffect.Contacts(member, List.of(AliasNames.address(thread))));
        }
    }

    /** Notes an event that shows nobody anything. */
    Draft record(AliasEvent event) {
        events.add(event);
        return this;
    }

    Draft say(AliasEffect effect) {
        said.add(effect);
        return this;
    }

    /** A message to an account, stored in its history if it is to be. */
    Draft tell(BareJid account, Message message, boolean stored, Receipt receipt) {
        if (!stored || !around.archiveEnabled()) {
            return say(new AliasEffect.Deliver(account, message, null, null, receipt));
        }
        Rows.Row row = Rows.of(message, account, from(message));
        events.add(new AliasEvent.Archived(row.append(), 0));
        return say(new AliasEffect.Deliver(account, message, row.encoded(), row.slot(), receipt));
    }

    private static BareJid from(Message message) {
        if (message.from() instanceof BareJid from) {
            return from;
        }
        throw new IllegalArgumentException("an alias speaks as itself");
    }

    /** The same to every member but one, from the conversation's address. */
    Draft tellMembers(
            AliasThread thread,
            Message said,
            List<Element> payloads,
            @Nullable BareJid but,
            boolean stored,
            Receipt receipt) {
        BareJid from = AliasNames.address(thread);
        for (BareJid member : members(thread.person())) {
            if (!member.equals(but)) {
                Message told =
                        new Message(from, member, said.type(), said.id(), said.lang(), payloads);
                tell(member, told, stored, receipt);
            }
        }
        return this;
    }

    /** A line about a conversation for all its members, with how it stands. */
    Draft notice(AliasThread thread, String line, Element stands, Receipt receipt) {
        BareJid from = AliasNames.address(thread);
        Message notice =
                Message.of(
                        Message.Type.CHAT,
                        from,
                        null,
                        Element.text("body", Message.CLIENT, line),
                        Element.empty("notice", AliasNames.NAMESPACE),
                        stands);
        return tellMembers(thread, notice, notice.payloads(), null, true, receipt);
    }

    Decision<AliasEvent, AliasEffect> decided() {
        List<AliasEffect> effects = new ArrayList<>();
        if (shown) {
            effects.add(new AliasEffect.Publish(new AliasBook.Entry(alias, threads)));
        }
        effects.addAll(contacts);
        effects.addAll(said);
        return new Decision<>(events, effects, true);
    }
}
