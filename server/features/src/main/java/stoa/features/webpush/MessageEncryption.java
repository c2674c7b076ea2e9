package stoa.features.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts for one browser what its push service must not read, RFC 8291 and RFC 8188. Pure. */
final class MessageEncryption {
    static final int SALT_BYTES = 16;

    /** The size of the one record, which push services take (RFC 8291 section 4). */
    static final int RECORD_BYTES = 4_096;

    private static final int HEADER_BYTES = SALT_BYTES + 4 + 1 + P256.POINT_BYTES;
    private static final int TAG_BYTES = 16;

    /** What fits in, with the octet that ends it. */
    static final int LIMIT_BYTES = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1;

    /** What is said is filled up to multiples of this, so that its length says little. */
    static final int STEP_BYTES = 256;

    private static final byte LAST_RECORD = 2;
    private static final byte[] KEY_INFO = ascii("WebPush: info\0");
    private static final byte[] CONTENT_KEY = ascii("Content-Encoding: aes128gcm\0");
    private static final byte[] NONCE = ascii("Content-Encoding: nonce\0");

    private MessageEncryption() {}

    /**
     * A body in the content coding {@code aes128gcm}.
     *
     * @param once a key pair that is used for this message only
     * @param salt 16 octets nobody can foresee
     * @param filled how long what is said is to seem, at least as long as it is
     */
    static byte[] encrypt(Subscription to, KeyPair once, byte[] salt, byte[] said, int filled)
            throws GeneralSecurityException {
        byte[] mine = P256.encode((ECPublicKey) once.getPublic());
        byte[] shared = P256.agree((ECPrivateKey) once.getPrivate(), to.key());
        byte[] keyInfo = joined(KEY_INFO, P256.encode(to.key()), mine);
        byte[] input = derive(to.secret().array(), shared, keyInfo, 32);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(derive(salt, input, CONTENT_KEY, 16), "AES"),
                new GCMParameterSpec(8 * TAG_BYTES, derive(salt, input, NONCE, 12)));
        byte[] plain = new byte[filled + 1];
        System.arraycopy(said, 0, plain, 0, said.length);
        plain[said.length] = LAST_RECORD;
        return ByteBuffer.allocate(HEADER_BYTES + plain.length + TAG_BYTES)
                .put(salt)
                .putInt(RECORD_BYTES)
                .put((byte) mine.length)
                .put(mine)
                .put(cipher.doFinal(plain))
                .array();
    }

    /** How long that is to seem. */
    static int filled(int bytes) {
        int steps = (bytes + STEP_BYTES - 1) / STEP_BYTES;
        return Math.min(LIMIT_BYTES, steps * STEP_BYTES);
    }

    private static byte[] derive(byte[] salt, byte[] input, byte[] info, int bytes)
            throws GeneralSecurityException {
        AlgorithmParameterSpec both =
                HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(input).thenExpand(info, bytes);
        return KDF.getInstance("HKDF-SHA256").deriveData(both);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
