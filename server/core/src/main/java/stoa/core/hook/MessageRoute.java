package stoa.core.hook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Session;
import stoa.xmpp.stanza.Message;

/**
 * The route of a message between accounts, in the order the phases run. Messages to services
 * (rooms) pass {@link #MAY_SEND} only; what a service does with them is its own.
 */
public final class MessageRoute {
    /**
     * May this message be sent? Blocking, roles, rate limits. Runs on the sender's entity's turn,
     * on an event loop, before anything is stored. Changes nothing. If it throws: refused.
     */
    public static final Filter<Outgoing> MAY_SEND = new Filter<>("message.may-send");

    /**
     * Adds to the message what the server has to say in it. Runs on the sender's entity's turn, on
     * an event loop, after {@link #MAY_SEND} and before the archive: what it adds is stored and
     * seen by everybody. If it throws: the message goes on as it was, and the failure is logged.
     */
    public static final Transform<Outgoing> STAMP = new Transform<>("message.stamp");

    // The journal commits here. It is no hook.

    /**
     * The message is durably stored and on its way: the sender's carbons, unread counters. Runs
     * once a message, on the journal thread or an event loop; may only hand over. Handlers are
     * isolated from each other.
     */
    public static final Observe<Sent> SENT = new Observe<>("message.sent");

    /**
     * The message was handed to the addressee's resources, or to none because none takes messages
     * now: the addressee's carbons, push. Thread and failure as for {@link #SENT}.
     */
    public static final Observe<Arrived> DELIVERED = new Observe<>("message.delivered");

    private MessageRoute() {}

    /**
     * A message a client wants to send.
     *
     * @param message with both addresses set
     */
    public record Outgoing(Message message, Session session, Instant at) {
        public Outgoing with(Message changed) {
            return new Outgoing(changed, session, at);
        }
    }

    /**
     * A message that was sent.
     *
     * @param message as it was stored: without a stanza-id of ours
     * @param id its archive id, or null when it is of a kind that is not stored
     * @param account the sender's resources when it was decided
     * @param session the one that sent it
     */
    public record Sent(
            Message message, @Nullable ArchiveSlot id, ConnectedAccount account, Session session) {
        /** The message as the sender's archive has it, with its stanza-id (XEP-0359). */
        public Message stamped() {
            return id == null ? message : message.with(StanzaIds.of(account.address(), id.id()));
        }
    }

    /**
     * A message that arrived.
     *
     * @param message as it was sent: without a stanza-id of ours
     * @param id its archive id, or null when it is of a kind that is not stored
     * @param account the addressee's resources when it was decided
     * @param delivered those that it was sent to
     */
    public record Arrived(
            Message message,
            @Nullable ArchiveSlot id,
            ConnectedAccount account,
            List<ConnectedResource> delivered) {
        /** The message as the addressee's archive has it, with its stanza-id (XEP-0359). */
        public Message stamped() {
            return id == null ? message : message.with(StanzaIds.of(account.address(), id.id()));
        }
    }
}
