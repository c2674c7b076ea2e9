package stoa.core.session;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;

/**
 * Where client streams hand over to the server, once authenticated. Implemented by the accounts,
 * called by the listeners, on the session's event loop.
 */
public interface ClientGate {
    /**
     * Binds the session's resource (RFC 6120 section 7). An older session of the same full JID is
     * ended with {@code conflict} (section 7.7.2.2).
     *
     * @return null when bound, or the error to answer with
     */
    CompletionStage<@Nullable StanzaError> bind(Session session);

    /**
     * A stanza the client sent, its {@code from} already set to the session's full JID. Stanzas of
     * one session are taken in order.
     */
    void receive(Session session, Stanza stanza, Receipt receipt);

    /**
     * The client has what it was sent of its account's history, up to that archive id: it has
     * acknowledged it (XEP-0198), or, when it does not manage its stream, the connection took it.
     * Told a moment later, for many messages at once, and in any case before {@link #ended}.
     */
    void acknowledged(Session session, long archiveId);

    /**
     * The session is over: its stream was closed, or was not resumed in time.
     *
     * @param undelivered messages and other stanzas sent to it that it never acknowledged, in
     *     order; they are routed again as RFC 6121 section 8 and XEP-0198 section 5 say
     */
    void ended(Session session, List<Stanza> undelivered);
}
