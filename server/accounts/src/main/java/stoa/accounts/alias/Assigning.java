package stoa.accounts.alias;

import org.jspecify.annotations.Nullable;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;

/** Who answers in a conversation: taken, handed over, done. Every member sees it. */
final class Assigning {
    private final Surrounding around;

    Assigning(Surrounding around) {
        this.around = around;
    }

    Draft take(Draft draft, Alias alias, AliasThread thread, BareJid member, Receipt receipt) {
        return assign(
                draft,
                alias,
                thread.assignedTo(member),
                name(member) + " has taken this conversation.",
                receipt);
    }

    Draft hand(
            Draft draft, Alias alias, AliasThread thread, BareJid by, BareJid to, Receipt receipt) {
        return assign(
                draft,
                alias,
                thread.assignedTo(to),
                name(by) + " has handed this conversation over to " + name(to) + ".",
                receipt);
    }

    private Draft assign(
            Draft draft, Alias alias, AliasThread thread, String line, Receipt receipt) {
        return draft.put(thread)
                .notice(
                        thread,
                        line,
                        AliasNames.thread(around.book(), alias, thread).build(),
                        receipt);
    }

    /** The contact goes; what the person writes next opens the conversation again. */
    Draft done(Draft draft, AliasThread thread, BareJid member, Receipt receipt) {
        return draft.close(thread)
                .notice(
                        thread,
                        name(member) + " has closed this conversation.",
                        AliasNames.closed(thread),
                        receipt);
    }

    /** Who answers and who could, for one member. */
    String who(Alias alias, AliasThread thread) {
        BareJid assignee = thread.assignee();
        StringBuilder text = new StringBuilder();
        text.append(assignee == null ? "Nobody has answered yet." : name(assignee) + " answers.");
        text.append(" Members: ");
        text.append(String.join(", ", alias.members().stream().map(this::name).toList()));
        return text.append(". Write !take, !hand NAME or !done.").toString();
    }

    /** The person to hand over to, when that is a member who may answer. */
    static @Nullable BareJid mayAnswer(Draft draft, AliasThread thread, @Nullable BareJid to) {
        return to != null && draft.members(thread.person()).contains(to) ? to : null;
    }

    private String name(BareJid member) {
        return around.book().nameOf(member);
    }
}
