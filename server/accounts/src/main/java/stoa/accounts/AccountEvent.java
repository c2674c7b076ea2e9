package stoa.accounts;

import java.util.List;
import stoa.core.journal.Change;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.session.Session;
import stoa.store.archive.ArchiveAppend;
import stoa.store.report.ReportFiled;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.Jid;

/** What can happen to an account. The first nine are stored. */
sealed interface AccountEvent {
    /**
     * A message has its place in the archive.
     *
     * @param onceKey what a resend is recognised by ({@link Once}), or 0
     */
    record Archived(ArchiveAppend append, long onceKey) implements AccountEvent {}

    record RosterPut(RosterItem item, long version) implements AccountEvent {}

    record RosterRemoved(Jid contact, long version) implements AccountEvent {}

    /** The block list is this now (XEP-0191). */
    record BlockListChanged(BlockList now, List<Jid> added, List<Jid> removed)
            implements AccountEvent {}

    /** The owner has reported an address to the administrators (XEP-0377). */
    record Reported(ReportFiled report, long atMs) implements AccountEvent {}

    /** An invitation of the account was used (XEP-0379). */
    record InvitationUsed(Change used) implements AccountEvent {}

    /** Messages after this archive id were delivered to nobody. */
    record OfflineFrom(long afterId) implements AccountEvent {}

    /** All messages are delivered. */
    record OfflineDone() implements AccountEvent {}

    /** A client has everything up to this archive id. */
    record Acknowledged(long upToId) implements AccountEvent {}

    /** Nothing up to this archive id is on its way; in memory only. */
    record NothingUnderWay(long upToId) implements AccountEvent {}

    /**
     * Older messages may be sent to a client behind those it has had: what it acknowledges up to
     * this archive id says nothing of them. In memory only.
     */
    record OutOfOrder(long upToId) implements AccountEvent {}

    /** A stored message to this account has come; in memory only. */
    record Told(long id) implements AccountEvent {}

    /** The account's resources are these now; in memory and in the registry only. */
    record Connected(ConnectedAccount account) implements AccountEvent {}

    /**
     * A resource is being given what it missed; in memory only.
     *
     * @param run tells this time from any other
     * @param after what stands after this archive id
     */
    record OfflineStarted(Session session, long run, long after) implements AccountEvent {}

    /** A message waits until the resource has what it missed; in memory only. */
    record OfflineQueued(AccountCommand.Chat chat) implements AccountEvent {}

    /** A question to the archive waits until the resource has what it missed; in memory only. */
    record QuestionQueued(AccountCommand.FromClient question) implements AccountEvent {}

    /** The account was deleted: nothing is known of it; in memory only, the store knew before. */
    record Forgotten() implements AccountEvent {}

    /**
     * A stored message to its full address was sent to a resource that takes no messages yet; in
     * memory only.
     */
    record SentEarly(Session session, long id) implements AccountEvent {}

    /** Nobody is being given anything; in memory only. */
    record OfflineStopped() implements AccountEvent {}
}
