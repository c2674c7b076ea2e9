package stoa.accounts.provision;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import stoa.store.Bytes;
import stoa.xmpp.sasl.ScramHash;

/**
 * Derives the keys that are stored of a password: for SCRAM-SHA-1 and SCRAM-SHA-256, each with a
 * salt of its own. Any thread; takes some milliseconds.
 *
 * @param iterations RFC 7677 section 4 asks for at least 4096
 */
public record PasswordKeys(SecureRandom random, int iterations)
        implements Provisioning.KeyDerivation {
    @Override
    public List<stoa.store.account.ScramKeys> derive(String password) {
        List<stoa.store.account.ScramKeys> keys = new ArrayList<>();
        for (ScramHash hash : List.of(ScramHash.SHA_1, ScramHash.SHA_256)) {
            byte[] salt = new byte[stoa.xmpp.sasl.ScramKeys.SALT_BYTES];
            random.nextBytes(salt);
            stoa.xmpp.sasl.ScramKeys derived =
                    stoa.xmpp.sasl.ScramKeys.derive(password, salt, iterations, hash);
            keys.add(
                    new stoa.store.account.ScramKeys(
                            hash.text(),
                            Bytes.of(derived.salt()),
                            derived.iterations(),
                            Bytes.of(derived.storedKey()),
                            Bytes.of(derived.serverKey())));
        }
        return keys;
    }
}
