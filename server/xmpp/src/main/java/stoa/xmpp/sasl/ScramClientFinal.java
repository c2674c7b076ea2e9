package stoa.xmpp.sasl;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A client's final message, RFC 5802 section 7; the arrays are the decoded values. */
@SuppressWarnings("ArrayRecordComponent") // bytes are what they are; nobody changes them
record ScramClientFinal(byte[] binding, String nonce, byte[] proof, String withoutProof) {

    /** The message, or null when it is none. */
    static @Nullable ScramClientFinal parse(String text) {
        int proofAt = text.lastIndexOf(",p=");
        if (proofAt < 0) {
            return null;
        }
        String withoutProof = text.substring(0, proofAt);
        String[] attributes = withoutProof.split(",", -1);
        if (attributes.length < 2
                || !attributes[0].startsWith("c=")
                || !attributes[1].startsWith("r=")) {
            return null;
        }
        byte[] binding = decode(attributes[0].substring(2));
        byte[] proof = decode(text.substring(proofAt + 3));
        return binding == null || proof == null
                ? null
                : new ScramClientFinal(binding, attributes[1].substring(2), proof, withoutProof);
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
