package stoa.pubsub.shared;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.core.route.Router;
import stoa.core.route.Service;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.ServiceKind;
import stoa.pubsub.service.Ask;
import stoa.pubsub.service.Asker;
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
            Router router,
            Limits limits) {}

    private final Router router;
    private final List<Service> services;
    private final EntityRuntime<Jid, PubsubState, PubsubCommand, PubsubEvent, PubsubEffect> runtime;
    private final String label;

    /**
     * The services of some domains.
     *
     * @param label what the services' addresses have before their domains'
     */
    public SharedNodes(Parts parts, String label, List<DomainJid> domains) {
        this.router = parts.router();
        this.label = label;
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
        return new PubsubService(address(domain.domain()), domain.domain(), this::ask, router);
    }

    private DomainJid address(String domain) {
        return DomainJid.of(label + "." + domain);
    }

    private CompletionStage<Iq> ask(Asker asker, Ask ask, Iq request) {
        CompletableFuture<Iq> answer = new CompletableFuture<>();
        runtime.tell(asker.service(), new PubsubCommand.Asked(asker, ask, request, answer));
        return answer;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(131, "1.2"), Xep.of(248, "0.5.0"));
    }

    @Override
    public void install(Hooks hooks) {
        services.forEach(hooks::service);
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
