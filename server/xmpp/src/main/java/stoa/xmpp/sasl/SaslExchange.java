package stoa.xmpp.sasl;

import org.jspecify.annotations.Nullable;

/**
 * One authentication exchange of one mechanism. Confined to one thread at a time; after a success
 * or a failure it is used no more.
 */
public interface SaslExchange {
    SaslMechanism mechanism();

    /** Takes the client's next message, decoded from base64. */
    SaslStep step(byte[] message);

    /**
     * Takes what a {@link SaslStep.NeedCredentials} asked for. With PLAIN this derives a key, some
     * milliseconds of work: not for an event loop.
     */
    SaslStep provide(Credentials credentials);

    /** Begins with the client's initial response, or without one: then an empty challenge asks. */
    default SaslStep begin(byte @Nullable [] initialResponse) {
        return initialResponse == null
                ? new SaslStep.Challenge(new byte[0])
                : step(initialResponse);
    }
}
