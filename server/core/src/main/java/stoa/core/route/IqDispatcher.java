package stoa.core.route;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.session.Receipt;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Finds the handler of an IQ request to the server or an account and sees that every request is
 * answered once: what nobody handles gets {@code service-unavailable} at once (RFC 6120 section
 * 8.4), what fails {@code internal-server-error}.
 */
public final class IqDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(IqDispatcher.class);
    private static final StanzaError FAILED =
            Condition.INTERNAL_SERVER_ERROR.error("This did not work. Please try again.");

    private final Hooks hooks;

    public IqDispatcher(Hooks hooks) {
        this.hooks = hooks;
    }

    /**
     * Has the request answered.
     *
     * @param answer told the one answer, on this thread or the one that has it
     * @param receipt released when answered
     */
    public void dispatch(Target target, IqRequest request, Consumer<Iq> answer, Receipt receipt) {
        IqHandler handler = hooks.iqHandler(target, request.payload());
        if (handler == null) {
            answer.accept(request.refuse(Condition.SERVICE_UNAVAILABLE));
            receipt.release();
            return;
        }
        CompletionStage<Iq> stage;
        try {
            stage = handler.handle(request);
        } catch (RuntimeException | Error e) {
            finish(request, null, e, answer, receipt);
            return;
        }
        stage.whenComplete((iq, failure) -> finish(request, iq, failure, answer, receipt));
    }

    private static void finish(
            IqRequest request,
            @Nullable Iq answered,
            @Nullable Throwable failure,
            Consumer<Iq> answer,
            Receipt receipt) {
        try {
            if (answered == null) {
                LOG.error("iq_failed payload={}", request.payload().expandedName(), failure);
                answer.accept(request.refuse(FAILED));
            } else {
                answer.accept(answered);
            }
        } finally {
            receipt.release();
        }
    }
}
