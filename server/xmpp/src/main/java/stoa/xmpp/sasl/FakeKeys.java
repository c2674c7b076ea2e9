package stoa.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import stoa.xmpp.jid.BareJid;

/**
 * Keys for an account that does not exist: always the same salt for the same name, so that asking
 * for it twice does not tell it from one that exists; and no password matches.
 */
final class FakeKeys {
    private FakeKeys() {}

    /** The keys that PLAIN looks at: of the strongest hash the account would have. */
    static ScramKeys of(BareJid account, SaslSettings settings) {
        return of(account, settings, Collections.max(hashes(account, settings)));
    }

    /**
     * The hashes an account that does not exist pretends to have keys for. As accounts differ, so
     * must these: most have those of new accounts, some are upgraded, some came from elsewhere with
     * the weakest only. Always the same for the same name.
     */
    static Set<ScramHash> hashes(BareJid account, SaslSettings settings) {
        byte[] name = ("hashes " + account).getBytes(StandardCharsets.UTF_8);
        int kind = ScramHash.SHA_256.hmac(settings.secret(), name)[0] & 3;
        if (kind == 0) {
            Set<ScramHash> all = EnumSet.copyOf(settings.hashes());
            all.addAll(settings.upgrades());
            return all;
        }
        return kind == 1 ? EnumSet.of(Collections.min(settings.hashes())) : settings.hashes();
    }

    static ScramKeys of(BareJid account, SaslSettings settings, ScramHash hash) {
        byte[] name = (hash.text() + ' ' + account).getBytes(StandardCharsets.UTF_8);
        byte[] salt =
                Arrays.copyOf(
                        ScramHash.SHA_256.hmac(settings.secret(), name), ScramKeys.SALT_BYTES);
        byte[] nobody = hash.hmac(settings.secret(), salt);
        return new ScramKeys(hash, salt, settings.iterations(), nobody, nobody);
    }
}
