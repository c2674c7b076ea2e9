package stoa.xmpp.sasl;

import java.util.List;
import java.util.Set;
import stoa.xmpp.jid.BareJid;

/**
 * How a server authenticates.
 *
 * @param hashes the hashes that every account has keys for, unless it came from elsewhere
 * @param upgrades the hashes that clients are asked to make keys for, of accounts which lack them
 *     (XEP-0480)
 * @param plain whether PLAIN is offered: only where the connection is encrypted
 * @param binding {@code sasl.channel_binding}
 * @param iterations what an account that does not exist pretends to have: what new accounts get
 * @param downgradeProtection whether SCRAM says what was offered (XEP-0474)
 * @param secret known to this server only and kept over restarts; makes the pretended salts
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what they are; nobody changes them
public record SaslSettings(
        Set<ScramHash> hashes,
        Set<ScramHash> upgrades,
        boolean plain,
        ChannelBindingPolicy binding,
        int iterations,
        boolean downgradeProtection,
        byte[] secret) {
    public SaslSettings {
        hashes = Set.copyOf(hashes);
        upgrades = Set.copyOf(upgrades);
        if (hashes.isEmpty() || secret.length < 16) {
            throw new IllegalArgumentException("at least one hash and a secret of 16 bytes");
        }
    }

    /** These settings with or without PLAIN. */
    public SaslSettings withPlain(boolean offered) {
        return new SaslSettings(
                hashes, upgrades, offered, binding, iterations, downgradeProtection, secret);
    }

    /**
     * The hashes that an account which does not exist pretends to have keys for; always the same
     * for the same name.
     */
    public Set<ScramHash> pretended(BareJid account) {
        return FakeKeys.hashes(account, this);
    }

    /** Those to upgrade to, for an account that has keys for these, weakest first. */
    public List<ScramHash> lacking(Set<ScramHash> has) {
        return upgrades.stream().filter(hash -> !has.contains(hash)).sorted().toList();
    }
}
