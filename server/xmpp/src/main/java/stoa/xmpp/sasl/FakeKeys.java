package stoa.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import stoa.xmpp.jid.BareJid;

/**
 * Keys for an account that does not exist: always the same salt for the same name, so that asking
 * for it twice does not tell it from one that exists; and no password matches.
 */
final class FakeKeys {
    private FakeKeys() {}

    static ScramKeys of(BareJid account, SaslSettings settings) {
        return of(account, settings, Collections.max(settings.hashes()));
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
