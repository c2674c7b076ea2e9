package stoa.net.stream;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.Bind2Handler;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * What a client asks for while it binds, XEP-0386 section 3.2. What features offer there is about
 * messages, the copies and the history of them: of an application that has to do with the account
 * alone (XEP-0493) it is passed over, as what nobody knows is.
 */
final class Bind2 {
    private static final Logger LOG = LoggerFactory.getLogger(Bind2.class);

    private Bind2() {}

    /** Answers the requests inside {@code <bind/>}, one after the other; given {@code <bound/>}. */
    static void inline(
            ClientStream stream, ClientSession session, Element bind, Consumer<Element> done) {
        Element.Builder bound = Element.of("bound", Namespaces.BIND2);
        Iterator<Bind2Handler> each =
                session.isAccountOnly()
                        ? Collections.emptyIterator()
                        : stream.server().hooks.eachBind2().iterator();
        always(stream, session, bind, each, bound, done);
    }

    /** What happens whatever the client asks for. */
    private static void always(
            ClientStream stream,
            ClientSession session,
            Element bind,
            Iterator<Bind2Handler> handlers,
            Element.Builder bound,
            Consumer<Element> done) {
        if (!handlers.hasNext()) {
            next(stream, session, bind.elements().iterator(), bound, done);
            return;
        }
        ask(
                stream,
                session,
                handlers.next(),
                bind,
                bound,
                () -> always(stream, session, bind, handlers, bound, done));
    }

    /** Why the stream ends when the resource cannot be bound. */
    static StreamError refused(StanzaError error) {
        StreamError.Condition condition =
                switch (error.condition()) {
                    case RESOURCE_CONSTRAINT -> StreamError.Condition.RESOURCE_CONSTRAINT;
                    case NOT_AUTHORIZED -> StreamError.Condition.NOT_AUTHORIZED;
                    default -> StreamError.Condition.INTERNAL_SERVER_ERROR;
                };
        return condition.error(error.text());
    }

    private static void next(
            ClientStream stream,
            ClientSession session,
            Iterator<Element> requests,
            Element.Builder bound,
            Consumer<Element> done) {
        Map<Name, Bind2Handler> handlers =
                session.isAccountOnly() ? Map.of() : stream.server().hooks.bind2();
        while (requests.hasNext()) {
            Element request = requests.next();
            if (request.is("enable", Namespaces.SM)) {
                if (session.acks() == null) {
                    String id = session.manage(StreamManagement.wantsResumption(request));
                    long max = stream.server().limits.resume().toSeconds();
                    bound.child(StreamManagement.enabled(id, max));
                }
                continue;
            }
            if (request.is("inactive", Namespaces.CSI)) {
                session.becomesInactive();
                continue;
            }
            Bind2Handler handler = handlers.get(request.expandedName());
            if (handler != null) {
                ask(
                        stream,
                        session,
                        handler,
                        request,
                        bound,
                        () -> next(stream, session, requests, bound, done));
                return;
            }
        }
        if (stream.hasEnded()) {
            session.detach("connection-lost", false);
        } else {
            done.accept(bound.build());
        }
    }

    private static void ask(
            ClientStream stream,
            ClientSession session,
            Bind2Handler handler,
            Element request,
            Element.Builder bound,
            Runnable then) {
        stream.<Optional<Element>>await(
                handler.bound(session, request),
                answer -> {
                    answer.ifPresent(bound::child);
                    then.run();
                },
                failure -> {
                    LOG.error("bind2_failed request={}", request.expandedName(), failure);
                    then.run();
                });
    }
}
