package stoa.accounts;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.IqRequest;
import stoa.core.hook.PresenceRoute;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.report.ReportFiled;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What an account says, as data; {@link Voice} speaks it. */
sealed interface AccountEffect {
    /** Shows the account's resources to everybody who looks. */
    record Publish(ConnectedAccount account) implements AccountEffect {}

    /** Sends a stanza to one of the account's own sessions. */
    record SendTo(Session session, Stanza stanza) implements AccountEffect {}

    /** Passes a stanza on to whom it is addressed. */
    record Route(Stanza stanza, Receipt receipt) implements AccountEffect {}

    /**
     * Passes a message on to the addressee's account.
     *
     * @param account the sender's resources
     * @param session the one that sent it, or null for a message that no client of ours has sent
     */
    record Speak(
            BareJid to,
            Message message,
            @Nullable EncodedStanza encoded,
            @Nullable ArchiveSlot slot,
            ConnectedAccount account,
            @Nullable Session session,
            Receipt receipt)
            implements AccountEffect {}

    /** Delivers a message to these resources of the account; to none when none takes it. */
    record Deliver(
            Message message,
            @Nullable EncodedStanza encoded,
            @Nullable ArchiveSlot slot,
            ConnectedAccount account,
            List<ConnectedResource> to)
            implements AccountEffect {}

    /** Somebody asks to see the account's presence; the available resources have been told. */
    record Asked(ConnectedAccount account, Presence request) implements AccountEffect {}

    /** A client has answered a request of its account's. */
    record Answered(Session session, Iq answer) implements AccountEffect {}

    /** Has an IQ request to the account itself answered by its feature. */
    record Ask(IqRequest request, Receipt receipt) implements AccountEffect {}

    /**
     * A resource's presence, to everybody who may see it.
     *
     * @param initial whether it is new and to be told theirs
     * @param watched whose presence the account may see; null: everybody's of the domain
     * @param elsewhere those of other servers whose presence a new resource may see
     */
    record Announce(
            ConnectedAccount account,
            ConnectedResource resource,
            boolean initial,
            @Nullable List<BareJid> watched,
            List<BareJid> elsewhere)
            implements AccountEffect {}

    /**
     * A resource is available no more.
     *
     * @param toAll what everybody who saw it is told, or null when nobody did
     * @param unavailable what those are told whom it showed itself to directly
     */
    record Retire(
            ConnectedAccount account,
            @Nullable Presence toAll,
            Presence unavailable,
            List<Jid> directed)
            implements AccountEffect {}

    /** A contact at another server has shown itself, or has gone, or sends something back. */
    record Heard(PresenceRoute.Heard heard) implements AccountEffect {}

    /** Has one contact, who may see the account's presence from now on, look at it. */
    record ShowTo(BareJid contact, ConnectedAccount account) implements AccountEffect {}

    /** Shows one contact, who may not see them any more, that they are unavailable. */
    record HideFrom(BareJid contact, ConnectedAccount account) implements AccountEffect {}

    /**
     * Tells the account's available resources the presence of those they may see.
     *
     * @param only of these accounts; null: of everybody of the domain
     */
    record Collect(ConnectedAccount account, @Nullable List<BareJid> only)
            implements AccountEffect {}

    /** Tells them that those whom they see no more are unavailable. */
    record Forget(ConnectedAccount account) implements AccountEffect {}

    /** A roster push (RFC 6121 section 2.1.6) to these sessions. */
    record Push(List<Session> sessions, Element item, String version) implements AccountEffect {}

    /** Shows the account's block list to everybody who asks it. */
    record PublishBlocks(BlockList list) implements AccountEffect {}

    /** A push of the block list's change (XEP-0191 sections 3.3 to 3.5) to these sessions. */
    record PushBlocks(List<Session> sessions, Element payload) implements AccountEffect {}

    /** Shows those as unavailable to each other whom the account blocks from now on. */
    record Part(ConnectedAccount account, BlockList before, BlockList now)
            implements AccountEffect {}

    /** Shows those to each other again whom the account blocks no more. */
    record Reunite(ConnectedAccount account, BlockList before, BlockList now)
            implements AccountEffect {}

    /**
     * Tells the operator of a report (XEP-0377).
     *
     * @param stored false for one too many
     */
    record NoteReport(ReportFiled report, boolean stored) implements AccountEffect {}

    /** Completes what somebody waits for. */
    record Complete<T extends @Nullable Object>(CompletableFuture<T> waiting, T value)
            implements AccountEffect {}

    /** Ends a session (RFC 6120 section 4.9.3). */
    record End(Session session, String condition, String text) implements AccountEffect {}

    /** A session's life goes on. */
    record Life(Session session, Stage stage) implements AccountEffect {
        enum Stage {
            BOUND,
            AVAILABLE,
            ENDED
        }
    }

    /**
     * Reads the next undelivered messages.
     *
     * @param run the delivery it is read for
     * @param mark those after this archive id, which need not be one of this history
     * @param lastRead those after this row of it, or 0 for the first page
     */
    record ReadOffline(long run, long mark, long lastRead) implements AccountEffect {}

    /** Sends a stored message that is late, with its stanza-id and delay (XEP-0203). */
    record SendLate(List<Session> sessions, Message message, long id) implements AccountEffect {}

    /** Tells the account a command, once what was said before is spoken. */
    record TellSelf(AccountCommand command) implements AccountEffect {}

    /** Tells the account a command again, a little later. */
    record TellAgain(AccountCommand command) implements AccountEffect {}

    /**
     * A message to one of the account's resources, which the account could not take: to that
     * resource alone, if it is connected.
     */
    record SendPast(Message message) implements AccountEffect {}
}
