package stoa.xmpp.sasl;

import java.util.List;
import stoa.xmpp.jid.BareJid;

/** What the server keeps for an account, as far as an exchange has to know it. */
public sealed interface Credentials {
    /**
     * The keys of the hash the mechanism asks for; with PLAIN, of the strongest hash there is.
     *
     * @param bindsChannel true when the account has signed in with channel binding before (see the
     *     decision record on the flag 'y'); false when that is not known
     */
    record Scram(ScramKeys keys, boolean bindsChannel) implements Credentials {}

    /**
     * The valid tokens of the mechanism, as XEP-0484 handed them out: several while one is rotated.
     */
    record Tokens(List<String> tokens) implements Credentials {
        public Tokens {
            tokens = List.copyOf(tokens);
        }
    }

    /** The account that a bearer token is good for. */
    record Granted(BareJid account) implements Credentials {}

    /**
     * There is no such account, or it has nothing for this mechanism. The exchange goes on as if
     * there were, and fails where a wrong secret does.
     */
    record None() implements Credentials {}
}
