package stoa.app.serve;

import java.security.SecureRandom;
import java.time.Duration;
import stoa.accounts.provision.PasswordKeys;

/** The bounds that only the assembly knows. */
final class Bounds {
    /** What may wait for the disk; beyond it people are told to try again. */
    static final long JOURNAL_BYTES = 64L * 1024 * 1024;

    /** SCRAM's work factor for new passwords; RFC 7677 asks for at least 4096. */
    static final int SCRAM_ITERATIONS = 4096;

    /** How long a stop may take in all, so that whoever supervises the process need not kill it. */
    static final Duration STOP = Duration.ofSeconds(8);

    private Bounds() {}

    static PasswordKeys passwordKeys() {
        return new PasswordKeys(new SecureRandom(), SCRAM_ITERATIONS);
    }
}
