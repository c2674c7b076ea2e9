package stoa.net.access;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.session.Scope;
import stoa.net.login.AgentResource;
import stoa.net.login.Clients;
import stoa.net.login.FastTokens;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0494: lists the clients that have access to the asker's own account, and takes the access of
 * one away: its tokens are void, and its sessions end. What a client knows cannot be taken from it,
 * so of one that knows the account's password the asker is told that only a new one keeps it out
 * (section 4.2).
 *
 * <p>A client that revokes itself is not cut off in the middle of its sentence: it closes its
 * stream when it has the answer, and has nothing to come back with.
 */
public final class ClientAccess implements Feature {
    private static final String NS = "urn:xmpp:cam:0";
    private static final String OURS = "urn:stoa:cam:0";

    /** Hears of clients that have lost their access. Called on any thread; only hands over. */
    public interface Revoked {
        /**
         * One has.
         *
         * @param resources those it binds, or has bound
         */
        void revoked(BareJid account, Predicate<String> resources);
    }

    private final Clients clients;
    private final FastTokens tokens;
    private final byte[] secret;
    private final InstantSource clock;
    private final Revoked revoked;

    /**
     * @param secret known to this server only and kept over restarts: what clients are called
     * @param revoked told of each client that has lost its access
     */
    public ClientAccess(
            Clients clients,
            FastTokens tokens,
            byte[] secret,
            InstantSource clock,
            Revoked revoked) {
        this.clients = clients;
        this.tokens = tokens;
        this.secret = secret.clone();
        this.clock = clock;
        this.revoked = revoked;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(494, "0.1.0")).advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(NS, "list"), own(false, this::list));
        hooks.iq(Target.ACCOUNT, Name.of(NS, "revoke"), own(true, this::revoke));
    }

    /**
     * Section 6: nobody else may see or end what belongs to the account, nor may an application
     * that its owner has let in (XEP-0493).
     */
    private static IqHandler own(boolean set, IqHandler handler) {
        return request -> {
            if (!request.byOwner() || request.byApplication()) {
                return now(request.refuse(Condition.FORBIDDEN));
            }
            return request.isSet() == set
                    ? handler.handle(request)
                    : now(request.refuse(Condition.BAD_REQUEST));
        };
    }

    private CompletionStage<AccessList> access(BareJid account) {
        return clients.known(account)
                .thenCombine(
                        tokens.all(account),
                        (known, held) ->
                                new AccessList(
                                        account,
                                        secret,
                                        clock.instant(),
                                        clients.connected(account),
                                        known,
                                        held));
    }

    private CompletionStage<Iq> list(IqRequest request) {
        return access(request.account())
                .thenApply(
                        access -> {
                            Element.Builder all = Element.of("clients", NS);
                            access.all().forEach(one -> all.child(element(one, request.session())));
                            return request.result(all.build());
                        });
    }

    private static Element element(AccessList.Client client, @Nullable Object asking) {
        Element.Builder auth = Element.of("auth", NS);
        if (client.knowsPassword()) {
            auth.child(Element.empty("password", NS));
        }
        if (client.hasToken()) {
            auth.child(Element.empty(client.isApplication() ? "grant" : "fast", NS));
        }
        Element.Builder element =
                Element.of("client", NS)
                        .attribute("connected", Boolean.toString(client.isConnected()))
                        .attribute("id", client.reference())
                        .attribute(
                                "type",
                                client.isApplication() && !client.isConnected()
                                        ? "access"
                                        : "session")
                        .child(
                                "first-seen",
                                client.firstSeen().truncatedTo(ChronoUnit.SECONDS).toString())
                        .child(
                                "last-seen",
                                client.lastSeen().truncatedTo(ChronoUnit.SECONDS).toString())
                        .child(auth.build())
                        .child(permission(client.scope()))
                        .child(
                                Element.of("user-agent", NS)
                                        .child("software", client.software())
                                        .child("device", client.device())
                                        .build());
        // So that nobody signs out what they are looking at: our own addition, in our own
        // namespace.
        boolean current = client.sessions().stream().anyMatch(session -> session == asking);
        return (current ? element.child(Element.empty("current", OURS)) : element).build();
    }

    /** Section 3.1: what is restricted further says how, by the names of its scopes (XEP-0493). */
    private static Element permission(@Nullable Scope scope) {
        Element.Builder permission = Element.of("permission", NS);
        if (scope == null || !scope.isAccountOnly()) {
            return permission
                    .attribute("status", scope == null ? "unrestricted" : "normal")
                    .build();
        }
        permission.attribute("status", "restricted");
        scope.names().forEach(name -> permission.child(Element.text("scope", OURS, name)));
        return permission.build();
    }

    private CompletionStage<Iq> revoke(IqRequest request) {
        String reference = request.payload().attribute("id");
        if (reference == null || reference.isEmpty()) {
            return now(request.refuse(Condition.BAD_REQUEST));
        }
        return access(request.account())
                .thenCompose(
                        access ->
                                access.find(reference)
                                        .map(client -> revoke(request, client))
                                        .orElseGet(
                                                () ->
                                                        now(
                                                                request.refuse(
                                                                        Condition
                                                                                .ITEM_NOT_FOUND))));
    }

    private CompletionStage<Iq> revoke(IqRequest request, AccessList.Client client) {
        BareJid account = request.account();
        return forget(account, client)
                .thenApply(
                        done -> {
                            for (Clients.Connected session : client.sessions()) {
                                if (session != request.session()) {
                                    session.end("not-authorized", "Signed out by another client.");
                                }
                            }
                            String agent = client.agentId();
                            if (agent != null && client.isApplication()) {
                                clients.grantEnded(account, agent);
                            }
                            revoked.revoked(account, resource -> binds(client, account, resource));
                            return client.knowsPassword()
                                    ? request.refuse(passwordNeeded())
                                    : request.result();
                        });
    }

    private static boolean binds(AccessList.Client client, BareJid account, String resource) {
        String agent = client.agentId();
        return (agent != null && AgentResource.isOf(resource, account, agent))
                || client.sessions().stream()
                        .anyMatch(session -> session.address().resource().equals(resource));
    }

    /** What knows the password stays in the list: it has access still. */
    private CompletionStage<Void> forget(BareJid account, AccessList.Client client) {
        @Nullable String agent = client.agentId();
        if (agent == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> signedOut = tokens.revoke(account, agent);
        return client.knowsPassword()
                ? signedOut
                : signedOut.thenCompose(done -> clients.forget(account, agent));
    }

    private static StanzaError passwordNeeded() {
        return Condition.SERVICE_UNAVAILABLE
                .error("It is signed out, but knows the password. Choose a new one to keep it out.")
                .withApplication(Element.empty("password-reset-required", NS));
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
