package stoa.net.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.Bind2Handler;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** What a client asks for while it binds, XEP-0386 section 4. */
final class Bind2 {
    private static final Logger LOG = LoggerFactory.getLogger(Bind2.class);

    private Bind2() {}

    /** Answers the requests inside {@code <bind/>}, one after the other; given {@code <bound/>}. */
    static void inline(
            ClientStream stream, ClientSession session, Element bind, Consumer<Element> done) {
        Element.Builder bound = Element.of("bound", Namespaces.BIND2);
        List<Element> requests = bind.elements().toList();
        next(stream, session, requests.iterator(), bound, done);
    }

    private static void next(
            ClientStream stream,
            ClientSession session,
            Iterator<Element> requests,
            Element.Builder bound,
            Consumer<Element> done) {
        Map<Name, Bind2Handler> handlers = stream.server().hooks.bind2();
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
                ask(stream, session, handler, request, requests, bound, done);
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
            Iterator<Element> rest,
            Element.Builder bound,
            Consumer<Element> done) {
        stream.<Optional<Element>>await(
                handler.bound(session, request),
                answer -> {
                    answer.ifPresent(bound::child);
                    next(stream, session, rest, bound, done);
                },
                failure -> {
                    LOG.error("bind2_failed request={}", request.expandedName(), failure);
                    next(stream, session, rest, bound, done);
                });
    }
}
