package stoa.net.login;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysAdded;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.ScramHash;

/**
 * The SCRAM upgrade tasks of XEP-0480: a client that knows the password computes what an account
 * has not, the salted password of another hash. Safe on any thread.
 */
public final class PasswordUpgrades {
    private static final String PREFIX = "UPGR-SCRAM-";

    /** What a client is given to compute with. */
    public record Salt(Bytes salt, int iterations) {
        /** As it is sent. */
        public String base64() {
            return Base64.getEncoder().encodeToString(salt.array());
        }
    }

    private final Function<List<Change>, CompletionStage<Void>> journal;
    private final int iterations;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param journal stores changes; its stage completes when they are durable
     * @param iterations of the keys that are made
     */
    public PasswordUpgrades(Function<List<Change>, CompletionStage<Void>> journal, int iterations) {
        this.journal = journal;
        this.iterations = iterations;
    }

    /** The name of the task that upgrades to a hash (section 2.1): without {@code -PLUS}. */
    public static String task(ScramHash hash) {
        return PREFIX + hash.text();
    }

    /** The hash that a task upgrades to, or null when it is none of ours. */
    public static @Nullable ScramHash hash(String task) {
        return task.startsWith(PREFIX) ? ScramHash.of(task.substring(PREFIX.length())) : null;
    }

    /** A new salt for one task. */
    public Salt salt() {
        byte[] salt = new byte[stoa.xmpp.sasl.ScramKeys.SALT_BYTES];
        random.nextBytes(salt);
        return new Salt(Bytes.of(salt), iterations);
    }

    /**
     * Keeps the keys of a salted password, unless the password was changed meanwhile.
     *
     * @param proven keys of the account that the client has just proven the password with
     * @throws IllegalArgumentException when it has not the length of the hash
     */
    public CompletionStage<Void> keep(
            BareJid account, ScramKeys proven, ScramHash hash, Salt salt, byte[] salted) {
        stoa.xmpp.sasl.ScramKeys keys =
                stoa.xmpp.sasl.ScramKeys.ofSalted(
                        salted, salt.salt().array(), salt.iterations(), hash);
        return journal.apply(
                List.of(
                        new ScramKeysAdded(
                                account,
                                proven,
                                new ScramKeys(
                                        hash.text(),
                                        salt.salt(),
                                        keys.iterations(),
                                        Bytes.of(keys.storedKey()),
                                        Bytes.of(keys.serverKey())))));
    }
}
