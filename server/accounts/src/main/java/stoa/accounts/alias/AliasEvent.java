package stoa.accounts.alias;

import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.store.archive.ArchiveAppend;
import stoa.xmpp.jid.BareJid;

/** What can happen to an alias; all of it is stored. */
sealed interface AliasEvent {
    /**
     * A message has its place in the archive.
     *
     * @param onceKey what a resend is recognised by, or 0
     */
    record Archived(ArchiveAppend append, long onceKey) implements AliasEvent {}

    record ThreadPut(AliasThread thread) implements AliasEvent {}

    record ThreadClosed(BareJid alias, BareJid person) implements AliasEvent {}

    record Saved(Alias alias) implements AliasEvent {}

    record Deleted() implements AliasEvent {}
}
