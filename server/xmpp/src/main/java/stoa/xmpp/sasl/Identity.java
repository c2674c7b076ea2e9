package stoa.xmpp.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/** The names a client authenticates with. */
final class Identity {
    private Identity() {}

    /**
     * The account a client authenticates as: its user name is the localpart (RFC 6120 section
     * 6.3.7), prepared as such. Null when it can be no localpart.
     */
    static @Nullable BareJid account(String username, String domain) {
        try {
            return BareJid.of(username, domain);
        } catch (InvalidJidException e) {
            return null;
        }
    }

    /**
     * True when a client asks to act as itself: an authorization identity is empty or the very
     * account that authenticates (RFC 6120 section 6.3.8).
     */
    static boolean isSelf(String authzid, BareJid account) {
        if (authzid.isEmpty()) {
            return true;
        }
        try {
            return Jid.parse(authzid).equals(account);
        } catch (InvalidJidException e) {
            return false;
        }
    }

    /** The text of UTF-8 bytes, or null when they are none. */
    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
