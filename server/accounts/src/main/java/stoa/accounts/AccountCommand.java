package stoa.accounts;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.accounts.invite.Invitations;
import stoa.accounts.people.Directory;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.Flag;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.roster.Roster;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.EncodedStanza;

/** What an account can be told. */
sealed interface AccountCommand {
    /** A session wants its resource (RFC 6120 section 7). */
    record Bind(Session session, CompletableFuture<@Nullable StanzaError> bound)
            implements AccountCommand {}

    /** A client of this account sent a stanza. */
    record FromClient(Session session, Stanza stanza, Receipt receipt) implements AccountCommand {}

    /** A session is over. */
    record Ended(Session session, List<Stanza> undelivered) implements AccountCommand {}

    /** A stanza from a service, or presence from another account, for this one. */
    record Arrived(Stanza stanza, Receipt receipt) implements AccountCommand {}

    /**
     * A message another account (or this one) has sent to this one, stored if it is to be.
     *
     * @param encoded the message without stanza-id, when it was encoded for the archive
     * @param slot its place in the archive, or null when it is not stored
     * @param receipt released when this account has taken it, told again if need be
     */
    record Chat(
            Message message,
            @Nullable EncodedStanza encoded,
            @Nullable ArchiveSlot slot,
            Receipt receipt)
            implements AccountCommand {}

    /** A client has what it was sent of the history, up to that archive id. */
    record Acknowledged(Session session, long upToId) implements AccountCommand {}

    /** A feature turns a resource's flag on or off. */
    record SetFlag(Session session, Flag flag, boolean on, CompletableFuture<Boolean> done)
            implements AccountCommand {}

    /** A session will read the archive itself. */
    record ReadsArchive(Session session, CompletableFuture<Boolean> done)
            implements AccountCommand {}

    /** The people of this account's domain have changed. */
    record PeopleChanged(Directory.Change change) implements AccountCommand {}

    /** Contacts that the server puts into the roster are others now, or gone. */
    record ContactsChanged(List<BareJid> contacts) implements AccountCommand {}

    /** What the server says in this account's presence has changed. */
    record ShowAgain() implements AccountCommand {}

    /** This account may see that one's presence from now on. */
    record Look(BareJid at) implements AccountCommand {}

    /**
     * Something went wrong while what was missed was being sent on, or the entity was loaded anew:
     * it is begun again, if anything is undelivered.
     */
    record CatchUp() implements AccountCommand {}

    /**
     * A page of undelivered messages was read.
     *
     * @param run the delivery it was read for
     * @param rows the messages of it; null when it could not be read
     * @param lastRead the last row of it and of the pages before it, also when no message could be
     *     made of that; 0 when there was none
     */
    record OfflineRead(long run, @Nullable List<Late> rows, long lastRead, boolean complete)
            implements AccountCommand {}

    /** A resource has been sent all that was undelivered. */
    record OfflineSent(long run) implements AccountCommand {}

    /** A message of the archive, as it was stored. */
    record Late(Message message, long id) {}

    /** The account itself is gone. */
    record Deleted() implements AccountCommand {}

    /**
     * The store has forgotten the account, and so must its entity.
     *
     * @param contacts what it had agreed with whom until then
     */
    record Forget(Roster contacts) implements AccountCommand {}

    /**
     * Sessions end, but for that one.
     *
     * @param but null for none
     */
    record EndOthers(@Nullable Session but, String text) implements AccountCommand {}

    /** The account and that one agree to see each other, by an invitation (XEP-0401). */
    record Introduced(BareJid contact) implements AccountCommand {}

    /** A subscription request with a token that holds (XEP-0379 section 3.4). */
    record Preauthorized(Presence request, Invitations.Claim claim, Receipt receipt)
            implements AccountCommand {}
}
