package stoa.net.stream;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.net.login.AgentResource;
import stoa.net.login.UserAgent;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * Between signing in and having a session: binds a resource (RFC 6120 section 7) or resumes a
 * session (XEP-0198 section 5).
 */
final class Binding implements Phase {
    private static final StanzaError UNBOUND =
            StanzaError.Condition.NOT_AUTHORIZED.error("Bind a resource first.");

    private final ClientStream stream;
    private final StreamServer server;
    private boolean headerAwaited;

    /**
     * @param headerAwaited true when the client opens a new stream first, as after SASL (RFC 6120
     *     section 6.4.6)
     */
    Binding(ClientStream stream, boolean headerAwaited) {
        this.stream = stream;
        this.server = stream.server();
        this.headerAwaited = headerAwaited;
    }

    @Override
    public void opened(ClientStream client, StreamOpen open) {
        if (!headerAwaited) {
            Phase.super.opened(client, open);
        } else if (Header.accept(stream, open)) {
            headerAwaited = false;
            stream.write(Features.afterLogin(stream));
        }
    }

    @Override
    public void element(Element element) {
        Iq request = request(element);
        if (request != null
                && request.type() == Iq.Type.SET
                && request.payload("bind", Namespaces.BIND) != null) {
            requested(request, request.payloads().getFirst());
        } else if (element.namespace().equals(Namespaces.SM)) {
            if (element.name().equals("resume")) {
                resume(element);
            } else {
                stream.write(StreamManagement.unexpected());
            }
        } else if (request != null && isToUs(request.to())) {
            refuse(request, UNBOUND);
        } else {
            // RFC 6120 section 7.1: nothing to others before a resource is bound.
            stream.fail(StreamError.Condition.NOT_AUTHORIZED.error("no resource is bound"));
        }
    }

    private static @Nullable Iq request(Element element) {
        return element.is("iq", Stanza.CLIENT)
                        && StanzaCodec.read(element) instanceof StanzaCodec.Good good
                        && good.stanza() instanceof Iq iq
                        && iq.isRequest()
                ? iq
                : null;
    }

    /** The server itself or the client's account, which that section leaves open. */
    private boolean isToUs(@Nullable Jid to) {
        BareJid account = stream.account();
        return to == null || to.equals(account) || to.equals(DomainJid.of(account.domain()));
    }

    private void refuse(Iq request, StanzaError error) {
        stream.write(request.refuse(error).withTo(null).withFrom(null).toElement());
    }

    private void requested(Iq iq, Element payload) {
        String wish = payload.childText("resource");
        bind(
                stream,
                resource(wish),
                session -> {
                    Element address =
                            Element.text("jid", Namespaces.BIND, session.address().toString());
                    Iq result =
                            Iq.of(
                                    Iq.Type.RESULT,
                                    null,
                                    null,
                                    iq.id(),
                                    Element.of("bind", Namespaces.BIND).child(address).build());
                    stream.write(result.toElement());
                    stream.bound(session);
                    session.attach(stream);
                },
                error -> refuse(iq, error));
    }

    /**
     * The client's wish, or one of the server's. An application (XEP-0493) gets one that is its
     * own, with its wish as a tag before it: binding another's would end another's session.
     */
    private String resource(@Nullable String wish) {
        UserAgent agent = stream.signedIn().agent();
        if (agent != null && agent.isApplication()) {
            return AgentResource.tagged(stream.account(), agent.id(), wish);
        }
        return wish == null || wish.isBlank() ? server.newStreamId() : wish;
    }

    /**
     * Binds a resource of the account that has signed in.
     *
     * @param bound given the session, which the caller tells the client of and attaches
     */
    static void bind(
            ClientStream stream,
            String resource,
            Consumer<ClientSession> bound,
            Consumer<StanzaError> refused) {
        StreamServer server = stream.server();
        if (isOutdated(stream)) {
            return;
        }
        FullJid address;
        try {
            address = stream.account().withResource(resource);
        } catch (InvalidJidException e) {
            refused.accept(StanzaError.Condition.BAD_REQUEST.error("not a resource"));
            return;
        }
        if (!server.addResource(stream.account())) {
            refused.accept(StanzaError.Condition.RESOURCE_CONSTRAINT.error("too many resources"));
            return;
        }
        ClientSession session =
                new ClientSession(server, address, stream.signedIn(), stream.wire().loop().index());
        server.metrics.sessionsNow.increment();
        stream.<@Nullable StanzaError>await(
                server.gate.bind(session),
                error -> {
                    if (error != null) {
                        server.metrics.sessionsNow.decrement();
                        server.removeResource(session.account());
                        if (!stream.hasEnded()) {
                            refused.accept(error);
                        }
                    } else if (stream.hasEnded() || session.isEnded()) {
                        session.detach("connection-lost", false);
                    } else if (isOutdated(stream)) { // while it was bound
                        session.detach("connection-lost", false);
                    } else {
                        server.signIn.clients().begun(session);
                        bound.accept(session);
                    }
                },
                failure -> {
                    server.metrics.sessionsNow.decrement();
                    server.removeResource(session.account());
                    refused.accept(
                            StanzaError.Condition.INTERNAL_SERVER_ERROR.error(
                                    "The account could not be read."));
                });
    }

    /**
     * Ends the stream when the password or the grant that it was signed in with is good no longer.
     */
    private static boolean isOutdated(ClientStream stream) {
        boolean outdated = stream.server().signIn.isOutdated(stream.account(), stream.signedIn());
        if (outdated) {
            stream.fail(
                    StreamError.Condition.NOT_AUTHORIZED.error(
                            stream.signedIn().byGrant()
                                    ? "The leave to use this account was taken back."
                                    : "The password was changed."));
        }
        return outdated;
    }

    private void resume(Element request) {
        String id = request.attribute("previd");
        resume(
                stream,
                request,
                (session, handled) -> {
                    stream.write(StreamManagement.resumed(id == null ? "" : id, handled));
                    stream.bound(session);
                    session.attach(stream);
                },
                stream::write);
    }

    /** Given a session that goes on, and what it had handled. */
    interface Resumption {
        void resumed(ClientSession session, long handled);
    }

    /**
     * Resumes a session of the account that has signed in.
     *
     * @param resumed given the session, which the caller tells the client of and attaches
     * @param failed given what to answer instead
     */
    static void resume(
            ClientStream stream, Element request, Resumption resumed, Consumer<Element> failed) {
        StreamServer server = stream.server();
        if (isOutdated(stream)) {
            return;
        }
        String id = request.attribute("previd");
        long h = StreamManagement.h(request);
        ClientSession session = id == null ? null : server.resumptions.find(id, stream.account());
        if (id == null
                || session == null
                || h < 0
                || !session.signedIn().mayGoOnAs(stream.signedIn())) {
            failed.accept(notResumed(stream, id));
            return;
        }
        stream.pause(ClientStream.BUSY);
        session.onLoop(
                () ->
                        session.resume(
                                stream.wire().loop(), h, new Answer(stream, id, resumed, failed)));
    }

    private static Element notResumed(ClientStream stream, @Nullable String id) {
        StreamServer server = stream.server();
        server.metrics.resumptionsFailed.increment();
        return StreamManagement.failed(
                "item-not-found",
                id == null ? null : server.resumptions.handledBy(id, stream.account()));
    }

    /** What became of the resumption; on the stream's loop. */
    private record Answer(
            ClientStream stream, String id, Resumption taker, Consumer<Element> failed)
            implements Takeover.Answer {

        @Override
        public void resumed(ClientSession session, long handled) {
            if (session.isEnded()) {
                gone();
            } else if (stream.hasEnded()) {
                session.detach("connection-lost", true);
            } else {
                stream.server().metrics.sessionsResumed.increment();
                taker.resumed(session, handled);
                stream.proceed(ClientStream.BUSY);
            }
        }

        @Override
        public void gone() {
            if (!stream.hasEnded()) {
                failed.accept(notResumed(stream, id));
                stream.proceed(ClientStream.BUSY);
            }
        }

        @Override
        public void replaced() {
            if (!stream.hasEnded()) {
                stream.server().metrics.resumptionsFailed.increment();
                stream.replaced();
            }
        }

        @Override
        public void countTooHigh(long h, long sent) {
            stream.fail("handled-count-too-high", StreamManagement.countTooHigh(h, sent));
        }
    }
}
