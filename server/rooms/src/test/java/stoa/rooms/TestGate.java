package stoa.rooms;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.route.AccountGate;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.LocalRouter;
import stoa.core.route.Router;
import stoa.core.session.ClientGate;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.testkit.InMemoryServer;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;

/**
 * As much of accounts as a story about rooms needs: sessions are bound, their stanzas routed, and
 * what is for an account goes to all its sessions.
 */
final class TestGate implements ClientGate, AccountGate {
    private final InMemoryServer server;
    private final Router router;

    TestGate(InMemoryServer server) {
        this.server = server;
        this.router =
                new LocalRouter(
                        server.domains(),
                        server.services(),
                        server.registry(),
                        new BlockLists(),
                        server.hooks(),
                        this);
        server.gate(this);
    }

    Router router() {
        return router;
    }

    @Override
    public CompletionStage<@Nullable StanzaError> bind(Session session) {
        BareJid account = session.address().account();
        ConnectedAccount known = server.registry().find(account);
        server.registry()
                .publish(
                        (known == null ? ConnectedAccount.none(account) : known)
                                .with(ConnectedResource.bound(session)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void receive(Session session, Stanza stanza, Receipt receipt) {
        router.route(stanza, receipt);
    }

    @Override
    public void acknowledged(Session session, long archiveId) {}

    @Override
    public void ended(Session session, List<Stanza> undelivered) {
        ConnectedAccount known =
                Objects.requireNonNull(server.registry().find(session.address().account()));
        server.registry().publish(known.without(session));
    }

    @Override
    public boolean exists(BareJid account) {
        return true;
    }

    @Override
    public void arrived(BareJid account, Stanza stanza, Receipt receipt) {
        ConnectedAccount known = server.registry().find(account);
        if (known != null) {
            for (ConnectedResource resource : known.resources()) {
                if (stanza.to() == null
                        || stanza.to().resource() == null
                        || resource.address().equals(stanza.to())) {
                    resource.session().send(stanza);
                }
            }
        }
        receipt.release();
    }
}
