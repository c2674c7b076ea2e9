package stoa.core.hook;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.stanza.Iq;

/**
 * Answers service discovery (XEP-0030) of what lies behind an account besides its own features.
 * Called as {@link IqHandler} is; requests are {@code get}s.
 */
public interface DiscoNodes {
    /** A disco#info request that names a node. */
    CompletionStage<Iq> info(IqRequest request);

    /** A disco#items request to the account itself or to a node of it. */
    CompletionStage<Iq> items(IqRequest request);
}
