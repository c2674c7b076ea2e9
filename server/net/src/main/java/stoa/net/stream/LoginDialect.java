package stoa.net.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.net.login.FastTokens;
import stoa.net.login.UserAgent;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/** How a profile of SASL says things: RFC 6120 section 6, or XEP-0388. */
interface LoginDialect {
    /** The namespace of what it says. */
    String namespace();

    /** How the client names itself, or null. */
    @Nullable UserAgent agent();

    /** Whether tokens are spoken of at all: by SASL2 alone (XEP-0484 section 3.1). */
    boolean knowsTokens();

    /**
     * Whether the client says that it uses a token (XEP-0484 section 3.4), and which client it is
     * (section 4.1).
     */
    boolean bringsToken();

    /** The counter that came with a token (XEP-0484 section 3.5), or null. */
    @Nullable Long counter();

    /** Whether the token is to be void after this (XEP-0484 section 3.6). */
    boolean revokesToken();

    /**
     * The name of the mechanism that a new token is wanted for (XEP-0484 section 3.2), empty where
     * it is missing; null when none is wanted.
     */
    @Nullable String wantedToken();

    /** The hashes that the client would upgrade to (XEP-0480 section 2.2), in its order. */
    List<ScramHash> wantedUpgrades();

    void challenge(byte[] data);

    /**
     * The client has proven who it is, but something is to be done first (XEP-0388 section 2.6.3).
     *
     * @param data additional data of the exchange that has just ended, or null
     */
    void proceed(byte @Nullable [] data, String task);

    /** What a task says to the client (XEP-0388 section 2.6.3). */
    void taskData(Element data);

    void failure(String condition, @Nullable String text);

    /** The account has signed in; what remains of the stream is the dialect's. */
    void success(byte @Nullable [] data, FastTokens.@Nullable Issued token);
}
