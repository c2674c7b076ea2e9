package stoa.net.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Exported keying material of TLS 1.3, RFC 8446 section 7.5, from a connection's secret. */
final class TlsExporter {
    /** The label of the {@code tls-exporter} channel binding, RFC 9266 section 2. */
    private static final String CHANNEL_BINDING = "EXPORTER-Channel-Binding";

    private static final int BINDING_BYTES = 32;

    private TlsExporter() {}

    /** The {@code tls-exporter} channel binding for an {@code exporter_master_secret}. */
    static byte[] channelBinding(byte[] exporterSecret) {
        return export(exporterSecret, CHANNEL_BINDING, new byte[0], BINDING_BYTES);
    }

    /** At most one hash's length is supported, which is all a channel binding takes. */
    static byte[] export(byte[] exporterSecret, String label, byte[] context, int length) {
        // The secret is as long as the cipher suite's hash, and TLS 1.3 has only these two.
        boolean sha384 = exporterSecret.length == 48;
        String hash = sha384 ? "SHA-384" : "SHA-256";
        String mac = sha384 ? "HmacSHA384" : "HmacSHA256";
        try {
            MessageDigest digest = MessageDigest.getInstance(hash);
            byte[] derived =
                    expandLabel(mac, exporterSecret, label, digest.digest(), exporterSecret.length);
            return expandLabel(mac, derived, "exporter", digest.digest(context), length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    /** HKDF-Expand-Label, RFC 8446 section 7.1, for one block of output. */
    private static byte[] expandLabel(
            String mac, byte[] secret, String label, byte[] context, int length)
            throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.write(length >> 8);
        info.write(length);
        info.write(name.length);
        info.writeBytes(name);
        info.write(context.length);
        info.writeBytes(context);
        info.write(1); // the number of the block, RFC 5869 section 2.3
        Mac hmac = Mac.getInstance(mac);
        hmac.init(new SecretKeySpec(secret, mac));
        byte[] block = hmac.doFinal(info.toByteArray());
        return Arrays.copyOf(block, length);
    }
}
