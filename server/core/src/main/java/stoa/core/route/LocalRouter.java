package stoa.core.route;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.stream.EncodedStanzaReader;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * The router of one process. Stateless but for what it is given; any thread.
 *
 * <p>Walls first: what comes from another house is refused as if nobody were there. Then by
 * address: a service, the served domain itself, one of its accounts, one of an account's resources.
 * What is for another server goes to {@link Federation}, or is {@code remote-server-not-found}.
 *
 * <p>What an account has blocked (XEP-0191 section 3.3) is refused here as far as it is an IQ, or
 * was encoded for many; messages and presence the account itself refuses.
 */
public final class LocalRouter implements Router {
    private static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    private static final StanzaError NOBODY = Condition.SERVICE_UNAVAILABLE.error();
    private static final StanzaError ELSEWHERE =
            Condition.REMOTE_SERVER_NOT_FOUND.error(
                    "People of this domain may not talk with that server.");

    private final ServedDomains domains;
    private final Services services;
    private final ResourceRegistry registry;
    private final BlockLists blocks;
    private final IqDispatcher iqs;
    private final AccountGate accounts;

    public LocalRouter(
            ServedDomains domains,
            Services services,
            ResourceRegistry registry,
            BlockLists blocks,
            Hooks hooks,
            AccountGate accounts) {
        this.domains = domains;
        this.services = services;
        this.registry = registry;
        this.blocks = blocks;
        this.iqs = new IqDispatcher(hooks);
        this.accounts = accounts;
    }

    @Override
    public void route(Stanza stanza, Receipt receipt) {
        Jid from = Objects.requireNonNull(stanza.from());
        Jid to = Objects.requireNonNull(stanza.to());
        boolean elsewhere = domains.isElsewhere(to.domain());
        if (!domains.mayMeet(from.domain(), to.domain())) {
            refuse(stanza, elsewhere ? ELSEWHERE : NOBODY, receipt);
        } else if (elsewhere) {
            domains.federation().send(stanza, receipt);
        } else {
            toOurs(stanza, to, receipt);
        }
    }

    private void toOurs(Stanza stanza, Jid to, Receipt receipt) {
        Service service = services.at(to);
        if (service != null) {
            service.receive(stanza, receipt);
        } else if (!domains.serves(to.domain())) {
            refuse(stanza, ELSEWHERE, receipt);
        } else if (to.bare() instanceof BareJid account) {
            toAccount(stanza, account, to, receipt);
        } else {
            toServer(stanza, receipt);
        }
    }

    /** RFC 6121 section 8.5; the message and presence cases are the account's own. */
    private void toAccount(Stanza stanza, BareJid account, Jid to, Receipt receipt) {
        if (!accounts.exists(account)) {
            toNobody(stanza, receipt);
        } else if (!(stanza instanceof Iq iq)) {
            accounts.arrived(account, stanza, receipt);
        } else if (blocks.blocks(account, Objects.requireNonNull(iq.from()))) {
            refuse(iq, NOBODY, receipt);
        } else if (to instanceof FullJid full) {
            toResource(iq, full, receipt);
        } else if (iq.isRequest()) {
            iqs.dispatch(Target.ACCOUNT, new IqRequest(iq, asker(iq)), this::route, receipt);
        } else {
            accounts.answered(account, iq);
            receipt.release();
        }
    }

    /**
     * RFC 6121 section 8.5.1. What an account has that is not there is nothing, as with one that is
     * not for the asker to know of (XEP-0030 section 8).
     */
    private void toNobody(Stanza stanza, Receipt receipt) {
        Element items =
                stanza instanceof Iq iq && iq.type() == Iq.Type.GET && iq.to() instanceof BareJid
                        ? iq.payload("query", DISCO_ITEMS)
                        : null;
        if (items == null) {
            refuse(stanza, NOBODY, receipt);
            return;
        }
        String node = items.attribute("node");
        answer(
                ((Iq) stanza)
                        .result(Element.of("query", DISCO_ITEMS).attribute("node", node).build()));
        receipt.release();
    }

    /** RFC 6121 sections 8.5.3.1 and 8.5.3.2.3. */
    private void toResource(Iq iq, FullJid to, Receipt receipt) {
        ConnectedResource resource = registry.find(to);
        if (resource == null || !(resource.isReachable() || isAnswerOfOurs(iq, to))) {
            refuse(iq, NOBODY, receipt);
        } else {
            resource.session().send(iq);
            receipt.release();
        }
    }

    /** What a session is answered that has to do with its account alone and can ask no others. */
    private static boolean isAnswerOfOurs(Iq iq, FullJid to) {
        Jid from = Objects.requireNonNull(iq.from());
        return !iq.isRequest()
                && (from.equals(to.bare()) || from.equals(DomainJid.of(to.domain())));
    }

    private void toServer(Stanza stanza, Receipt receipt) {
        if (stanza instanceof Iq iq && iq.isRequest() && !(iq.to() instanceof FullJid)) {
            iqs.dispatch(Target.SERVER, new IqRequest(iq, asker(iq)), this::route, receipt);
        } else {
            refuse(stanza, NOBODY, receipt);
        }
    }

    private @Nullable Session asker(Iq iq) {
        ConnectedResource resource = iq.from() instanceof FullJid from ? registry.find(from) : null;
        return resource == null ? null : resource.session();
    }

    /**
     * Answers what may be answered: no errors, no results. Presence to an account that is not there
     * is ignored, so that nobody can ask who is (RFC 6121 sections 3.1.3 and 8.5.1).
     */
    private void refuse(Stanza stanza, StanzaError error, Receipt receipt) {
        boolean answered =
                switch (stanza) {
                    case Iq iq -> iq.isRequest();
                    case Message message -> !message.isError();
                    case Presence presence ->
                            !presence.isError()
                                    && !domains.serves(
                                            Objects.requireNonNull(presence.to()).domain());
                };
        if (answered) {
            answer(stanza.refuse(error));
        }
        receipt.release();
    }

    /** It is the server's own word: as a refusal it passes the wall that it speaks of. */
    private void answer(Stanza answer) {
        Jid to = Objects.requireNonNull(answer.to());
        if (!domains.isElsewhere(to.domain())) {
            toOurs(answer, to, Receipt.NONE);
        } else if (domains.mayMeet(Objects.requireNonNull(answer.from()).domain(), to.domain())) {
            domains.federation().send(answer, Receipt.NONE);
        }
    }

    @Override
    public void send(EncodedStanza stanza, Jid from, FullJid to) {
        ConnectedResource resource = registry.find(to);
        if (resource == null) {
            toOthers(stanza, from, to);
        } else if (resource.isReachable() && !blocks.blocks(to.account(), from)) {
            resource.session().send(stanza, to);
        }
    }

    /** An occupant may live at a service, as a bridge's people do, or at another server. */
    private void toOthers(EncodedStanza encoded, Jid from, FullJid to) {
        Service service = services.at(to);
        boolean elsewhere =
                service == null
                        && domains.isElsewhere(to.domain())
                        && domains.mayMeet(from.domain(), to.domain());
        Stanza stanza =
                service != null || elsewhere
                        ? EncodedStanzaReader.read(encoded, to.toString())
                        : null;
        if (stanza == null) {
            return;
        }
        if (service != null) {
            service.receive(stanza, Receipt.NONE);
        } else {
            domains.federation().send(stanza, Receipt.NONE);
        }
    }
}
