package stoa.xmpp.sasl;

import java.util.Set;

/**
 * How a server authenticates.
 *
 * @param hashes the hashes accounts have keys for
 * @param plain whether PLAIN is offered: only where the connection is encrypted
 * @param binding {@code sasl.channel_binding}
 * @param iterations what an account that does not exist pretends to have: what new accounts get
 * @param secret known to this server only and kept over restarts; makes the pretended salts
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what they are; nobody changes them
public record SaslSettings(
        Set<ScramHash> hashes,
        boolean plain,
        ChannelBindingPolicy binding,
        int iterations,
        byte[] secret) {
    public SaslSettings {
        hashes = Set.copyOf(hashes);
        if (hashes.isEmpty() || secret.length < 16) {
            throw new IllegalArgumentException("at least one hash and a secret of 16 bytes");
        }
    }

    /** These settings with or without PLAIN. */
    public SaslSettings withPlain(boolean offered) {
        return new SaslSettings(hashes, offered, binding, iterations, secret);
    }
}
