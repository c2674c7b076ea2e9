package stoa.core.hook;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.stanza.Iq;

/**
 * Answers service discovery (XEP-0030) of nodes whose names a feature has fixed, at the server or
 * at every account. Called as {@link IqHandler} is; requests are {@code get}s.
 */
public interface NamedNodes {
    /** Whether that is one of its nodes there. */
    boolean has(Target target, String node);

    /** A disco#info request to one of its nodes. */
    CompletionStage<Iq> info(Target target, IqRequest request);

    /** A disco#items request to one of its nodes. */
    CompletionStage<Iq> items(Target target, IqRequest request);
}
