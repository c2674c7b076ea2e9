package stoa.core.hook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.route.Audience;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;

/** The route of available presence, in the order the phases run. */
public final class PresenceRoute {
    /**
     * Adds to available presence, to everybody or directed, what the server has to say in it. Runs
     * on the sender's entity's turn, on an event loop, before anybody hears it. If it throws: the
     * presence goes on as it was, and the failure is logged.
     */
    public static final Transform<Outgoing> STAMP = new Transform<>("presence.stamp");

    /**
     * A resource's presence was told to everybody who may see it. Runs in the account's order, on
     * the journal thread or an event loop, after the registry shows it; may only hand over.
     * Handlers are isolated from each other.
     */
    public static final Observe<Shown> SHOWN = new Observe<>("presence.shown");

    /**
     * An available resource may see the presence of more people than before, and was told theirs.
     * Thread and failure as for {@link #SHOWN}.
     */
    public static final Observe<Looked> LOOKED = new Observe<>("presence.looked");

    /**
     * Somebody asks to see the account's presence, which was not pending before (RFC 6121 section
     * 3.1.3); the available resources are told. Thread and failure as for {@link #SHOWN}.
     */
    public static final Observe<Asked> ASKED = new Observe<>("presence.asked");

    /**
     * A resource of a contact at another server has shown itself to an account, or has gone, or
     * what the account sent it came back. Thread and failure as for {@link #SHOWN}.
     */
    public static final Observe<Heard> HEARD = new Observe<>("presence.heard");

    /**
     * A contact at another server may see an account's presence from now on (RFC 6121 section
     * 3.1.5). Thread and failure as for {@link #SHOWN}.
     */
    public static final Observe<Admitted> ADMITTED = new Observe<>("presence.admitted");

    private PresenceRoute() {}

    /**
     * What came from a contact at another server.
     *
     * @param account whom it came for
     * @param audience who may see that account's presence now
     * @param stanza available or unavailable presence, or an error, from the contact
     */
    public record Heard(BareJid account, Audience audience, Stanza stanza) {}

    /**
     * Who may see an account's presence from now on.
     *
     * @param audience everybody who may, the contact included
     */
    public record Admitted(BareJid account, Audience audience, BareJid contact) {}

    /** A request to see the presence of an account, with its resources when it came. */
    public record Asked(ConnectedAccount account, Presence request) {}

    /**
     * Available presence on its way.
     *
     * @param again false when the client has just sent it, true when the server tells it once more
     *     as it was stamped before
     */
    public record Outgoing(Presence presence, Session session, boolean again) {
        public Outgoing with(Presence changed) {
            return new Outgoing(changed, session, again);
        }
    }

    /**
     * Presence that was told to everybody who may see it.
     *
     * @param initial whether the resource was not available before (RFC 6121 section 4.2)
     * @param watched whose presence its account may see by agreement; null: everybody's of the
     *     domain
     */
    public record Shown(
            ConnectedAccount account,
            ConnectedResource resource,
            boolean initial,
            @Nullable List<BareJid> watched) {}

    /**
     * Who may be seen from now on.
     *
     * @param at the accounts; null: everybody of the domain
     */
    public record Looked(
            ConnectedAccount account, ConnectedResource resource, @Nullable List<BareJid> at) {}
}
