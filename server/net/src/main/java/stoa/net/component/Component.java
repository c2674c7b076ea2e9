package stoa.net.component;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.StanzaIds;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * A component's address: passes what is sent there to the component while it is connected, and
 * refuses it while it is not. Any thread.
 */
public final class Component implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Component.class);
    private static final StanzaError AWAY =
            Condition.SERVICE_UNAVAILABLE
                    .error("What answers at this address is not connected.")
                    .withType(StanzaError.Type.WAIT);

    private final DomainJid address;
    private final String secret;
    private final Router router;
    private final ServedDomains domains;
    private volatile @Nullable ComponentConnection connection;

    /**
     * The component at that address.
     *
     * @param address below a served domain
     * @param secret that the component shows it knows
     */
    public Component(DomainJid address, String secret, Router router, ServedDomains domains) {
        this.address = address;
        this.secret = secret;
        this.router = router;
        this.domains = domains;
    }

    @Override
    public DomainJid address() {
        return address;
    }

    String secret() {
        return secret;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        ComponentConnection current = connection;
        if (current == null || !current.send(stanza)) {
            refuse(stanza);
        }
        receipt.release();
    }

    private void refuse(Stanza stanza) {
        boolean answered =
                switch (stanza) {
                    case Iq iq -> iq.isRequest();
                    case Message message -> !message.isError();
                    case Presence presence -> false;
                };
        if (answered) {
            router.route(stanza.refuse(AWAY));
        }
    }

    /** What the component says, its {@code from} checked. */
    void said(Stanza stanza) {
        router.route(StanzaIds.withoutSpoofed(stanza, this::isOurs));
    }

    /** Whether the server gives ids in that name (XEP-0359), and not the component. */
    private boolean isOurs(Jid by) {
        return !domains.isElsewhere(by.domain()) && !by.domain().equals(address.domain());
    }

    /** False when another connection has the address already. */
    synchronized boolean attach(ComponentConnection next) {
        if (connection != null) {
            return false;
        }
        connection = next;
        LOG.info("component_connected address={}", address);
        return true;
    }

    synchronized void detach(ComponentConnection gone) {
        if (connection == gone) {
            connection = null;
            LOG.info("component_gone address={}", address);
        }
    }

    /** The server stops. */
    public void shutdown() {
        ComponentConnection current = connection;
        if (current != null) {
            current.shutdown();
        }
    }
}
