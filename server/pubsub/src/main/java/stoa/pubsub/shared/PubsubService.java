package stoa.pubsub.shared;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandDiscovery;
import stoa.core.command.CommandResponder;
import stoa.core.route.Audience;
import stoa.core.route.RequestNames;
import stoa.core.route.Router;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.TypeFilter;
import stoa.pubsub.request.ApprovalReader;
import stoa.pubsub.request.RequestReader;
import stoa.pubsub.service.Approval;
import stoa.pubsub.service.Ask;
import stoa.pubsub.service.Asker;
import stoa.pubsub.service.Pending;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * A domain's publish-subscribe service: says what it is (XEP-0060 section 5.1), reads requests, and
 * has the service's entity decide on them. Stateless; any thread.
 */
final class PubsubService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(PubsubService.class);
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PING = "urn:xmpp:ping";
    private static final RequestNames REQUESTS =
            RequestNames.of(
                    Name.of(INFO, "query"),
                    Name.of(ITEMS, "query"),
                    Name.of(CommandResponder.NAMESPACE, "command"),
                    Name.of(PING, "ping"),
                    Name.of(Pubsub.NS, "pubsub"),
                    Name.of(Pubsub.OWNER, "pubsub"));
    private static final StanzaError NOBODY = Condition.SERVICE_UNAVAILABLE.error();

    /** What of XEP-0060 (section 15.3) and XEP-0248 there is: each of these works. */
    private static final List<String> FEATURES =
            List.of(
                    "access-authorize",
                    "access-open",
                    "access-whitelist",
                    "collections",
                    "config-node",
                    "config-node-max",
                    "create-and-configure",
                    "create-nodes",
                    "delete-items",
                    "delete-nodes",
                    "get-pending",
                    "instant-nodes",
                    "item-ids",
                    "last-published",
                    "manage-subscriptions",
                    "member-affiliation",
                    "meta-data",
                    "modify-affiliations",
                    "multi-collections",
                    "multi-items",
                    "multi-subscribe",
                    "outcast-affiliation",
                    "persistent-items",
                    "publish",
                    "publish-only-affiliation",
                    "publish-options",
                    "publisher-affiliation",
                    "purge-nodes",
                    "retract-items",
                    "retrieve-affiliations",
                    "retrieve-default",
                    "retrieve-default-sub",
                    "retrieve-items",
                    "retrieve-subscriptions",
                    "subscribe",
                    "subscription-notifications",
                    "subscription-options");

    /** Has a service's entity decide; the stages complete when the answers may be said. */
    interface Decider {
        CompletionStage<Iq> ask(Asker asker, Ask ask, Iq request);

        /**
         * The nodes of somebody where others wait to be let in, or the requests of a node.
         *
         * @param node null for the nodes
         */
        CompletionStage<Pending> pending(Asker asker, @Nullable String node);

        /** Takes an owner's answer to a request, or says why not. */
        CompletionStage<Optional<StanzaError>> approve(Asker owner, Approval approval);
    }

    private final DomainJid address;
    private final String domain;
    private final Decider decider;
    private final CommandResponder responder;
    private final Router router;
    private final AdHocCommand getPending;

    /**
     * A domain's.
     *
     * @param address such as {@code pubsub.example.org}
     * @param domain whose people may make nodes
     * @param responder runs the service's commands
     */
    PubsubService(
            DomainJid address,
            String domain,
            Decider decider,
            CommandResponder responder,
            Router router) {
        this.address = address;
        this.domain = domain;
        this.decider = decider;
        this.responder = responder;
        this.router = router;
        getPending = new GetPending((who, node) -> decider.pending(asker(who), node));
    }

    @Override
    public DomainJid address() {
        return address;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        switch (stanza) {
            case Iq iq when iq.isRequest() ->
                    answer(iq)
                            .whenComplete(
                                    (answer, failure) -> {
                                        if (failure != null) {
                                            LOG.error("pubsub_request_failed", failure);
                                        }
                                        router.route(
                                                answer == null
                                                        ? iq.refuse(
                                                                Condition.INTERNAL_SERVER_ERROR
                                                                        .error())
                                                        : answer);
                                        receipt.release();
                                    });
            case Message message when !message.isError() -> {
                answer(message)
                        .whenComplete(
                                (refusal, failure) -> {
                                    if (failure != null) {
                                        LOG.error("pubsub_approval_failed", failure);
                                    } else {
                                        refusal.ifPresent(
                                                error -> router.route(message.refuse(error)));
                                    }
                                    receipt.release();
                                });
            }
            case Iq answer -> receipt.release();
            case Message error -> receipt.release(); // a notification that nobody could take
            case Presence presence -> receipt.release(); // nobody is here to see it
        }
    }

    /** Section 8.6; there is nobody here to read anything else. */
    private CompletionStage<Optional<StanzaError>> answer(Message message) {
        Jid from = message.from();
        ApprovalReader.Reading reading =
                from != null && isTheService(message.to())
                        ? ApprovalReader.read(message)
                        : new ApprovalReader.Other();
        return switch (reading) {
            case ApprovalReader.Answer(Approval approval) ->
                    decider.approve(asker(Objects.requireNonNull(from)), approval);
            case ApprovalReader.Cancelled c ->
                    CompletableFuture.completedFuture(Optional.empty()); // the request waits on
            case ApprovalReader.Bad(var error) ->
                    CompletableFuture.completedFuture(Optional.of(error));
            case ApprovalReader.Other o -> CompletableFuture.completedFuture(Optional.of(NOBODY));
        };
    }

    private static boolean isTheService(@Nullable Jid to) {
        return to != null && to.local() == null && to.resource() == null;
    }

    private CompletionStage<Iq> answer(Iq request) {
        Element payload = request.payload();
        Jid from = request.from();
        if (payload == null || from == null || !isTheService(request.to())) {
            return now(request.refuse(NOBODY));
        }
        if (REQUESTS.isMisnamed(payload)) {
            return now(request.refuse(Condition.BAD_REQUEST.error()));
        }
        boolean get = request.type() == Iq.Type.GET;
        return switch (payload.namespace()) {
            case INFO -> get ? info(request, from, payload) : notAllowed(request);
            case ITEMS -> get ? items(request, from, payload) : notAllowed(request);
            // About nodes alone, which an application may look after as well.
            case CommandResponder.NAMESPACE -> responder.run(request, false, this::command);
            case PING -> get ? now(request.result()) : notAllowed(request);
            case Pubsub.NS, Pubsub.OWNER -> read(request, from, RequestReader.read(payload, !get));
            default -> now(request.refuse(NOBODY));
        };
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static CompletionStage<Iq> notAllowed(Iq request) {
        return now(request.refuse(Condition.NOT_ALLOWED.error()));
    }

    private CompletionStage<Iq> info(Iq request, Jid from, Element asked) {
        String node = asked.attribute("node");
        if (isOfCommands(node)) {
            return CommandDiscovery.info(request, false, command(node));
        }
        if (node != null) {
            return decider.ask(asker(from), new Ask.NodeInfo(node), request);
        }
        Element.Builder query =
                Element.of("query", INFO)
                        .child(
                                Element.of("identity", INFO)
                                        .attribute("category", "pubsub")
                                        .attribute("type", "service")
                                        .attribute("name", "Publish-subscribe")
                                        .build());
        feature(query, INFO);
        feature(query, ITEMS);
        feature(query, PING);
        feature(query, CommandResponder.NAMESPACE);
        feature(query, "http://jabber.org/protocol/rsm");
        feature(query, Headers.NAMESPACE);
        feature(query, TypeFilter.NS);
        feature(query, Pubsub.NS);
        FEATURES.forEach(feature -> feature(query, Pubsub.NS + "#" + feature));
        return now(request.result(query.build()));
    }

    private CompletionStage<Iq> items(Iq request, Jid from, Element asked) {
        String node = asked.attribute("node");
        return isOfCommands(node)
                ? CommandDiscovery.items(request, false, command(node), List.of(getPending))
                : read(request, from, RequestReader.listNodes(asked));
    }

    private boolean isOfCommands(@Nullable String node) {
        return CommandResponder.NAMESPACE.equals(node) || command(node) != null;
    }

    private @Nullable AdHocCommand command(@Nullable String node) {
        return getPending.node().equals(node) ? getPending : null;
    }

    private static void feature(Element.Builder query, String name) {
        query.child(Element.of("feature", INFO).attribute("var", name).build());
    }

    private CompletionStage<Iq> read(Iq request, Jid from, RequestReader.Reading reading) {
        return switch (reading) {
            case RequestReader.Good(Ask ask) -> decider.ask(asker(from), ask, request);
            case RequestReader.Bad(var error) -> now(request.refuse(error));
        };
    }

    /** People of the domain make nodes; others may use those that they are let into. */
    private Asker asker(Jid from) {
        boolean ours = from.local() != null && from.domain().equals(domain);
        return new Asker(from, address, Audience.NOBODY, ours);
    }
}
