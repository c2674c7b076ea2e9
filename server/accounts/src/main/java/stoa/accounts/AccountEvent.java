package stoa.accounts;

import stoa.core.route.ConnectedAccount;
import stoa.core.session.Session;
import stoa.store.archive.ArchiveAppend;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.Jid;

/** What can happen to an account. The first four are stored. */
sealed interface AccountEvent {
    /**
     * A message has its place in the archive.
     *
     * @param onceKey what a resend is recognised by ({@link Once}), or 0
     */
    record Archived(ArchiveAppend append, long onceKey) implements AccountEvent {}

    record RosterPut(RosterItem item, long version) implements AccountEvent {}

    record RosterRemoved(Jid contact, long version) implements AccountEvent {}

    /** Messages after this archive id were delivered to nobody. */
    record OfflineFrom(long afterId) implements AccountEvent {}

    /** All messages are delivered. */
    record OfflineDone() implements AccountEvent {}

    /** The account's resources are these now; in memory and in the registry only. */
    record Connected(ConnectedAccount account) implements AccountEvent {}

    /** A resource is being given what it missed; in memory only. */
    record OfflineStarted(Session session) implements AccountEvent {}

    /** A message waits until the resource has what it missed; in memory only. */
    record OfflineQueued(AccountCommand.Chat chat) implements AccountEvent {}

    /** Nobody is being given anything; in memory only. */
    record OfflineStopped() implements AccountEvent {}
}
