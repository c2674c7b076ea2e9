package stoa.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.session.Receipt;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** Every request is answered once, and its receipt released, whatever its handler does. */
class IqDispatcherTest {
    private static final Element PAYLOAD = Element.empty("query", "urn:example:odd");

    private final Hooks hooks = new Hooks(new Services());
    private final List<Iq> answers = new ArrayList<>();
    private final AtomicInteger released = new AtomicInteger();

    private void ask(IqHandler handler) {
        hooks.iq(Target.SERVER, Name.of("urn:example:odd", "query"), handler);
        Iq request =
                Iq.of(
                        Iq.Type.GET,
                        FullJid.of("juliet@example.org/balcony"),
                        DomainJid.of("example.org"),
                        "q1",
                        PAYLOAD);
        new IqDispatcher(hooks)
                .dispatch(
                        Target.SERVER,
                        new IqRequest(request, null),
                        answers::add,
                        new Receipt(released::incrementAndGet));
    }

    private void expectFailure() {
        assertThat(answers).singleElement().asString().contains("internal-server-error");
        assertThat(released).hasValue(1);
    }

    @Test
    void a_handler_that_throws_is_answered_for() {
        ask(
                request -> {
                    throw new IllegalStateException("a bug in the handler");
                });
        expectFailure();
    }

    @Test
    void a_handler_that_breaks_down_is_answered_for() {
        ask(
                request -> {
                    throw new StackOverflowError("a handler that is too deep");
                });
        expectFailure();
    }

    @Test
    void a_handler_that_fails_later_is_answered_for() {
        ask(request -> CompletableFuture.failedFuture(new IllegalStateException("later")));
        expectFailure();
    }
}
