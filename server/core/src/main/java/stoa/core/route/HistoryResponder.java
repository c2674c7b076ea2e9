package stoa.core.route;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * Answers history requests (XEP-0313) about an account's or a room's archive. Who owns the archive
 * decides first who may read it; here nothing is refused for lack of rights. Any thread; the stage
 * completes on the store's.
 */
public interface HistoryResponder {
    /** The namespaces it takes requests in, for service discovery of who owns an archive. */
    String MAM = "urn:xmpp:mam:2";

    /** The extended form fields and the metadata request of XEP-0313 since 0.7. */
    String MAM_EXTENDED = "urn:xmpp:mam:2#extended";

    /** Full-text search in MAM (XEP-0431), where it is offered. */
    String FULL_TEXT = "urn:xmpp:fulltext:0";

    /** Whether that is a request for history, its form or its metadata. */
    boolean takes(Element payload);

    /**
     * Answers a request: sends the results to the asker, then completes with the result or the
     * error.
     *
     * @param request from a full JID of ours; its {@code to} is where the results come from
     * @param owner whose archive it is about
     * @param since what is older is not shown: a room is not told of another that was at its
     *     address before
     */
    CompletionStage<Iq> answer(Iq request, BareJid owner, Instant since);
}
