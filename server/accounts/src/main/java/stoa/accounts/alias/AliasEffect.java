package stoa.accounts.alias;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.core.journal.ArchiveSlot;
import stoa.core.session.Receipt;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/** What an alias says, as data. */
sealed interface AliasEffect {
    /**
     * Shows everybody the alias as it is now.
     *
     * @param entry null when it is gone
     */
    record Publish(AliasBook.@Nullable Entry entry) implements AliasEffect {}

    /** These contacts of an account have changed. */
    record Contacts(BareJid account, List<BareJid> addresses) implements AliasEffect {}

    /** That contact of everybody of the domain has changed. */
    record EverybodysContact(BareJid address) implements AliasEffect {}

    /**
     * Hands a message to an account.
     *
     * @param slot its place in the archive; null when it is not stored
     */
    record Deliver(
            BareJid to,
            Message message,
            @Nullable EncodedStanza encoded,
            @Nullable ArchiveSlot slot,
            Receipt receipt)
            implements AliasEffect {}

    /** What a client has sent is on its way: its other devices may know. */
    record Sent(FullJid by, Message message, @Nullable ArchiveSlot slot) implements AliasEffect {}

    /** Reads what was said in a conversation, for a new member who has nothing of it. */
    record Look(BareJid member, BareJid person) implements AliasEffect {}

    record Route(Stanza stanza) implements AliasEffect {}

    record Complete(CompletableFuture<AliasChanges.Outcome> waiting, AliasChanges.Outcome outcome)
            implements AliasEffect {}

    /** Tells the alias a command again, a little later. */
    record TellAgain(AliasCommand command) implements AliasEffect {}
}
