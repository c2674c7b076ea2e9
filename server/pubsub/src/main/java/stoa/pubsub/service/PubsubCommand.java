package stoa.pubsub.service;

import java.util.concurrent.CompletableFuture;
import stoa.xmpp.stanza.Iq;

/** What a service can be told. */
public sealed interface PubsubCommand {
    /**
     * A request; answered once.
     *
     * @param iq what is answered
     */
    record Asked(Asker asker, Ask ask, Iq iq, CompletableFuture<Iq> answer)
            implements PubsubCommand {}

    /** The account is gone, and the store has forgotten its nodes. */
    record Forget() implements PubsubCommand {}
}
