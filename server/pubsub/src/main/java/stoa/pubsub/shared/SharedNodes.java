package stoa.pubsub.shared;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.command.CommandResponder;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.core.route.Router;
import stoa.core.route.Service;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.ServiceKind;
import stoa.pubsub.service.Approval;
import stoa.pubsub.service.Ask;
import stoa.pubsub.service.Asker;
import stoa.pubsub.service.Pending;
import stoa.pubsub.service.PubsubCommand;
import stoa.pubsub.service.PubsubEffect;
import stoa.pubsub.service.PubsubEntity;
import stoa.pubsub.service.PubsubEvent;
import stoa.pubsub.service.PubsubState;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.store.pubsub.PubsubStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;

/**
 * The publish-subscribe services that a domain's people share, one a domain. {@link #unloadIdle}
 * now and then by a timer; {@link #forsake} when an account comes or goes. Any thread.
 */
public final class SharedNodes implements Feature {
    /** What the services are made of. */
    public record Parts(
            PubsubStore store,
            PrivateXmlStore privateXml,
            Journal journal,
            MailboxScheduler scheduler,
            InstantSource clock,
            SecureRandom random,
            Router router,
            Limits limits) {}

    private final Router router;
    private final List<Service> services;
    private final EntityRuntime<Jid, PubsubState, PubsubCommand, PubsubEvent, PubsubEffect> runtime;
    private final String label;
    private final CommandResponder responder;

    /**
     * The services of some domains.
     *
     * @param label what the services' addresses have before their domains'
     */
    public SharedNodes(Parts parts, String label, List<DomainJid> domains) {
        this.router = parts.router();
        this.label = label;
        responder = new CommandResponder(parts.random(), parts.clock());
        runtime =
                new EntityRuntime<>(
                        new PubsubEntity(
                                ServiceKind.SHARED,
                                parts.store(),
                                parts.privateXml(),
                                parts.clock(),
                                parts.limits(),
                                () -> UUID.randomUUID().toString(),
                                new Subscribers(parts.router(), parts.store())),
                        parts.journal(),
                        parts.scheduler(),
                        parts.clock(),
                        EntityRuntime.Settings.DEFAULTS);
        services = domains.stream().map(this::service).toList();
    }

    /** A domain's. */
    public Service service(DomainJid domain) {
        return new PubsubService(
                address(domain.domain()), domain.domain(), new Deciding(), responder, router);
    }

    private DomainJid address(String domain) {
        return DomainJid.of(label + "." + domain);
    }

    private final class Deciding implements PubsubService.Decider {
        @Override
        public CompletionStage<Iq> ask(Asker asker, Ask ask, Iq request) {
            CompletableFuture<Iq> answer = new CompletableFuture<>();
            runtime.tell(asker.service(), new PubsubCommand.Asked(asker, ask, request, answer));
            return answer;
        }

        @Override
        public CompletionStage<Pending> pending(Asker asker, @Nullable String node) {
            CompletableFuture<Pending> answer = new CompletableFuture<>();
            runtime.tell(asker.service(), new PubsubCommand.AskPending(asker, node, answer));
            return answer;
        }

        @Override
        public CompletionStage<Optional<StanzaError>> approve(Asker owner, Approval approval) {
            CompletableFuture<Optional<StanzaError>> answer = new CompletableFuture<>();
            runtime.tell(owner.service(), new PubsubCommand.Approve(owner, approval, answer));
            return answer;
        }
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(
                Xep.of(131, "1.2"),
                Xep.of(248, "0.5.0"),
                Xep.of(462, "0.1.0"),
                Xep.of(503, "0.3.0"));
    }

    @Override
    public void install(Hooks hooks) {
        services.forEach(hooks::service);
        hooks.observe(SessionLife.ENDED, session -> responder.ended(session.address()));
    }

    /** Lets go of services that nobody asked anything for a while. */
    public void unloadIdle() {
        runtime.unloadIdle();
    }

    /** Services in memory, for metrics. */
    public int loaded() {
        return runtime.size();
    }

    /**
     * An account is gone, durably, or is about to be made: nothing that its address had here is
     * anybody's any more.
     */
    public void forsake(BareJid account) {
        runtime.tell(address(account.domain()), new PubsubCommand.Forsake(account));
    }
}
