package stoa.core.route;

import java.util.concurrent.CompletionStage;
import stoa.core.session.Session;

/** Turns a resource's flags on and off. Implemented by the accounts. */
public interface ResourceFlags {
    /**
     * Has the account's entity set the flag, after what it was told before. The stage completes
     * when the registry shows it, with false when the session is gone. Any thread.
     */
    CompletionStage<Boolean> set(Session session, Flag flag, boolean on);
}
