package stoa.net.s2s;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stoa.xmpp.jid.DomainJid;

/**
 * Dialback keys (XEP-0185): {@code HMAC-SHA256(SHA256(secret), "receiving originating streamid")},
 * all in hexadecimal digits. Nothing of a key is kept: it is made again to be verified. Immutable;
 * any thread.
 */
final class DialbackKeys {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec secret;

    DialbackKeys(byte[] secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
            this.secret =
                    new SecretKeySpec(
                            HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII),
                            HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    /**
     * The key for a stream.
     *
     * @param receiving the domain that is connected to
     * @param originating the domain of ours that connects
     * @param streamId as the receiving server gave it
     */
    String key(DomainJid receiving, DomainJid originating, String streamId) {
        String text = receiving + " " + originating + " " + streamId;
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    boolean isRight(String given, DomainJid receiving, DomainJid originating, String streamId) {
        return MessageDigest.isEqual(
                given.strip().getBytes(StandardCharsets.UTF_8),
                key(receiving, originating, streamId).getBytes(StandardCharsets.UTF_8));
    }
}
