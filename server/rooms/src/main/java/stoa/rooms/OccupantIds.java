package stoa.rooms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Occupant ids, XEP-0421: the same for one account in one room whatever its nick, different in each
 * room, and of no use to find out the account. A keyed hash of both addresses; the key is the
 * server's secret and never changes. Safe on any thread.
 */
public final class OccupantIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 24;

    /** Knows the key and is only copied: finding an algorithm and setting a key up is dear. */
    private final Mac keyed;

    /**
     * With the server's secret.
     *
     * @param secret at least 32 random bytes
     */
    public OccupantIds(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("the secret has less than 32 bytes");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    String of(BareJid room, Jid account) {
        return hash(room, account.bare().toString());
    }

    /** What is shown of a version of the room's lists, XEP-0463: opaque, the same for the same. */
    String version(BareJid room, ListVersion version) {
        // No address begins with a space.
        return hash(room, " " + version.high() + " " + version.low());
    }

    private String hash(BareJid room, String what) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(room.toString().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, KEPT_BYTES));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
