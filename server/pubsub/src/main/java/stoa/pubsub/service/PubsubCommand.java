package stoa.pubsub.service;

import java.util.concurrent.CompletableFuture;
import stoa.xmpp.jid.Jid;
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

    /**
     * An account is gone, or has just been made: whoever has had its address before has nothing
     * here any more. Its nodes that nobody else owns are deleted.
     */
    record Forsake(Jid account) implements PubsubCommand {}

    /** The account is gone, and the store has forgotten its nodes. */
    record Forget() implements PubsubCommand {}
}
