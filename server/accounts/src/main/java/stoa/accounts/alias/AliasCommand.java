package stoa.accounts.alias;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;

/** What an alias can be told. */
sealed interface AliasCommand {
    /** A person writes to the alias. */
    record Ask(BareJid person, Message message, Receipt receipt) implements AliasCommand {}

    /** Somebody writes to the address of a conversation. */
    record Reply(BareJid member, BareJid person, Message message, Receipt receipt)
            implements AliasCommand {}

    /** Somebody asks a conversation's address something. */
    record Request(BareJid member, BareJid person, Iq iq, Receipt receipt)
            implements AliasCommand {}

    /** What was said in a conversation before somebody became a member, the oldest first. */
    record Recall(BareJid member, BareJid person, List<ArchiveRow> rows) implements AliasCommand {
        public Recall {
            rows = List.copyOf(rows);
        }
    }

    /** An administrator makes it. */
    record Create(Alias alias, CompletableFuture<AliasChanges.Outcome> done)
            implements AliasCommand {}

    /** An administrator changes it. */
    record Update(UnaryOperator<Alias> change, CompletableFuture<AliasChanges.Outcome> done)
            implements AliasCommand {}

    /** An administrator removes it. */
    record Remove(CompletableFuture<AliasChanges.Outcome> done) implements AliasCommand {}

    /** An account is gone. */
    record Forget(BareJid account) implements AliasCommand {}
}
