package stoa.core.hook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import stoa.xmpp.stanza.Iq;

/**
 * Answers one kind of IQ request. Called in the order of the asker's stanzas, after everything the
 * asker's account said before is durable; on an event loop or the journal thread, so it must not
 * block: reads go to the store, whose stages complete on its own threads, and writes through {@link
 * stoa.core.journal.Journal#record}.
 *
 * <p>The stage completes with the result or the error, {@link IqRequest#result} or {@link
 * IqRequest#refuse}. When the handler throws or the stage fails, the asker gets {@code
 * internal-server-error}.
 */
@FunctionalInterface
public interface IqHandler {
    CompletionStage<Iq> handle(IqRequest request);

    /** A handler that knows the answer at once. */
    static IqHandler answering(Function<IqRequest, Iq> answer) {
        return request -> CompletableFuture.completedFuture(answer.apply(request));
    }
}
