package stoa.xmpp.sasl;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/** What has to happen next in an exchange. */
@SuppressWarnings(
        "ArrayRecordComponent") // messages on their way out; nobody compares or keeps them
public sealed interface SaslStep {
    /** Send this to the client and wait for its response. */
    record Challenge(byte[] data) implements SaslStep {}

    /**
     * Look up what the server keeps for this account and call {@link SaslExchange#provide}. Nobody
     * has proven anything yet; the account need not exist.
     */
    record NeedCredentials(BareJid account, SaslMechanism mechanism) implements SaslStep {}

    /**
     * Find out whom this bearer token is good for (RFC 6750) and call {@link SaslExchange#provide}
     * with a {@link Credentials.Granted}, or {@link Credentials.None}. It is a secret.
     */
    record NeedGrant(String token) implements SaslStep {
        @Override
        public String toString() {
            return "NeedGrant";
        }
    }

    /**
     * The client is this account.
     *
     * @param data additional data for the success (the server's own proof), or null
     * @param channelBinding the type of channel binding that was verified, or null; who gets one
     *     notes it for {@link Credentials.Scram#bindsChannel}
     */
    record Success(BareJid account, byte @Nullable [] data, @Nullable String channelBinding)
            implements SaslStep {}

    /**
     * The exchange is over. The reason is for a log; it holds nothing the client sent.
     *
     * @param guess true when the client may have been guessing a secret: these count for throttling
     */
    record Failure(SaslCondition condition, String reason, boolean guess) implements SaslStep {}

    /** A failure that tells nothing about a secret. */
    static Failure failure(SaslCondition condition, String reason) {
        return new Failure(condition, reason, false);
    }

    /** The one answer to a wrong secret and to an account that does not exist. */
    static Failure notAuthorized() {
        return new Failure(SaslCondition.NOT_AUTHORIZED, "wrong credentials", true);
    }
}
