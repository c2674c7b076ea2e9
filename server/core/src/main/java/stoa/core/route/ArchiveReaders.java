package stoa.core.route;

import java.util.concurrent.CompletionStage;
import stoa.core.session.Session;

/** Is told of clients that read their archive by themselves. Implemented by the accounts. */
public interface ArchiveReaders {
    /**
     * The session's client reads in the archive (XEP-0313) what it has missed: it is not sent what
     * came before this. The stage completes when that holds, with false when the account could not
     * be read. Any thread.
     */
    CompletionStage<Boolean> readsArchive(Session session);
}
