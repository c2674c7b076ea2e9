package stoa.pubsub.service;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;

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
     * An owner's answer to a request to be let in, section 8.6.
     *
     * @param answer why it is refused, or empty when it is done and durable
     */
    record Approve(Asker owner, Approval approval, CompletableFuture<Optional<StanzaError>> answer)
            implements PubsubCommand {}

    /**
     * An owner asks where somebody waits, or for the requests of a node: section 8.7.
     *
     * @param node null for which nodes there are
     */
    record AskPending(Asker asker, @Nullable String node, CompletableFuture<Pending> answer)
            implements PubsubCommand {}

    /**
     * An account is gone, or has just been made: whoever has had its address before has nothing
     * here any more. Its nodes that nobody else owns are deleted.
     */
    record Forsake(Jid account) implements PubsubCommand {}

    /** The account is gone, and the store has forgotten its nodes. */
    record Forget() implements PubsubCommand {}
}
