package stoa.accounts;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Receipt;
import stoa.core.session.Scope;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * What a session may send that has to do with its account alone: an application with the scope
 * {@code xmpp:account:read} or {@code xmpp:account:write} (XEP-0493 section 3.1.1). The one place
 * where that is decided, before anything else looks at the stanza.
 *
 * <p>It is a list of what is allowed: IQ requests, to the own account or to the server of its
 * domain, with these payloads. So whatever is built later is refused until it is written here. All
 * else gets {@code forbidden}; answers, which nothing waits for, are dropped. Any thread.
 */
final class AccountOnly {
    static final StanzaError FORBIDDEN =
            Condition.FORBIDDEN.error("This application may use stored data of the account only.");

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String PUBSUB_OWNER = PUBSUB + "#owner";
    private static final Name DISCO_INFO =
            Name.of("http://jabber.org/protocol/disco#info", "query");
    private static final Name DISCO_ITEMS =
            Name.of("http://jabber.org/protocol/disco#items", "query");
    private static final Name PING = Name.of("urn:xmpp:ping", "ping");
    private static final Name ROSTER = Name.of(RosterView.NAMESPACE, "query");
    private static final Name CARD = Name.of("vcard-temp", "vCard");
    private static final Name PRIVATE = Name.of("jabber:iq:private", "query");
    private static final Name NODES = Name.of(PUBSUB, "pubsub");
    private static final Name OWN_NODES = Name.of(PUBSUB_OWNER, "pubsub");
    private static final Name BLOCK = Name.of(BlockRequests.NAMESPACE, "block");
    private static final Name UNBLOCK = Name.of(BlockRequests.NAMESPACE, "unblock");

    /** Does nothing (RFC 6121, appendix E); clients of RFC 3921 do not go on without. */
    private static final Name SESSION = Name.of("urn:ietf:params:xml:ns:xmpp-session", "session");

    private static final Set<Name> READ_OF_ACCOUNT =
            Set.of(
                    DISCO_INFO,
                    DISCO_ITEMS,
                    PING,
                    ROSTER,
                    CARD,
                    PRIVATE,
                    NODES,
                    OWN_NODES,
                    Name.of(BlockRequests.NAMESPACE, "blocklist"));

    private static final Set<Name> READ_OF_SERVER =
            Set.of(
                    DISCO_INFO,
                    DISCO_ITEMS,
                    PING,
                    Name.of("jabber:iq:version", "query"),
                    Name.of("urn:xmpp:time", "time"));

    /** Without subscribing, which asks for messages, and without letting in others by name. */
    private static final Set<Name> PUBSUB_WRITE =
            Set.of(
                    Name.of(PUBSUB, "publish"),
                    Name.of(PUBSUB, "publish-options"),
                    Name.of(PUBSUB, "retract"),
                    Name.of(PUBSUB, "create"),
                    Name.of(PUBSUB, "configure"),
                    Name.of(PUBSUB_OWNER, "configure"),
                    Name.of(PUBSUB_OWNER, "purge"),
                    Name.of(PUBSUB_OWNER, "delete"));

    private AccountOnly() {}

    /**
     * Takes what may go no further, and answers it.
     *
     * @param receipt released when the stanza was taken
     * @return whether it was
     */
    static boolean stops(Session session, Stanza stanza, Receipt receipt) {
        Scope scope = session.scope();
        if (scope == null || !scope.isAccountOnly() || isAllowed(scope, session, stanza)) {
            return false;
        }
        if (AccountEntity.isAnswered(stanza)) {
            session.send(stanza.refuse(FORBIDDEN).withTo(session.address()));
        }
        receipt.release();
        return true;
    }

    private static boolean isAllowed(Scope scope, Session session, Stanza stanza) {
        return stanza instanceof Iq iq && isAllowed(scope, session.address().account(), iq);
    }

    private static boolean isAllowed(Scope scope, BareJid own, Iq iq) {
        Element payload = iq.payload();
        if (payload == null) {
            return false;
        }
        boolean toAccount = iq.to() == null || own.equals(iq.to());
        boolean toServer = isServer(own, iq.to());
        return switch (iq.type()) {
            case GET ->
                    (toAccount && READ_OF_ACCOUNT.contains(payload.expandedName()))
                            || (toServer && READ_OF_SERVER.contains(payload.expandedName()));
            case SET ->
                    ((toAccount || toServer) && SESSION.equals(payload.expandedName()))
                            || (toAccount && scope == Scope.ACCOUNT_WRITE && writes(payload));
            case RESULT, ERROR -> false;
        };
    }

    private static boolean isServer(BareJid own, @Nullable Jid to) {
        return DomainJid.of(own.domain()).equals(to);
    }

    private static boolean writes(Element payload) {
        Name name = payload.expandedName();
        if (name.equals(BLOCK)) { // with more inside it would be a report to the operator
            return payload.elements().allMatch(item -> item.firstChild() == null);
        }
        if (name.equals(NODES) || name.equals(OWN_NODES)) {
            return payload.elements()
                    .allMatch(
                            child ->
                                    child.namespace().equals(payload.namespace())
                                            && PUBSUB_WRITE.contains(child.expandedName()));
        }
        return name.equals(UNBLOCK)
                || name.equals(ROSTER)
                || name.equals(CARD)
                || name.equals(PRIVATE);
    }
}
