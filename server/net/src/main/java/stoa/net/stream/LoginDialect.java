package stoa.net.stream;

import org.jspecify.annotations.Nullable;
import stoa.net.login.FastTokens;
import stoa.xmpp.sasl.SaslMechanism;

/** How a profile of SASL says things: RFC 6120 section 6, or XEP-0388. */
interface LoginDialect {
    /** The id of the client's software on its device, or null. */
    @Nullable String clientId();

    /** True when a token may be used (XEP-0484 section 3.3). */
    boolean takesTokens();

    /** The counter that came with a token (XEP-0484 section 3.5), or null. */
    @Nullable Long counter();

    /** Whether the token is to be void after this (XEP-0484 section 3.6). */
    boolean revokesToken();

    /** The mechanism that a new token is wanted for (XEP-0484 section 3.2), or null. */
    @Nullable SaslMechanism wantedToken();

    void challenge(byte[] data);

    void failure(String condition, @Nullable String text);

    /** The account has signed in; what remains of the stream is the dialect's. */
    void success(byte @Nullable [] data, FastTokens.@Nullable Issued token);
}
