package stoa.features.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The curve P-256 and its keys as Web Push writes them: points uncompressed, 65 bytes. */
final class P256 {
    static final int POINT_BYTES = 65;
    static final int SCALAR_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no P-256", e);
        }
    }

    static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static byte[] encode(ECPublicKey key) {
        byte[] bytes = new byte[POINT_BYTES];
        bytes[0] = UNCOMPRESSED;
        put(key.getW().getAffineX(), bytes, 1);
        put(key.getW().getAffineY(), bytes, 1 + SCALAR_BYTES);
        return bytes;
    }

    static byte[] encode(ECPrivateKey key) {
        byte[] bytes = new byte[SCALAR_BYTES];
        put(key.getS(), bytes, 0);
        return bytes;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray(); // with a sign, and no longer than it must be
        int skip = Math.max(0, bytes.length - SCALAR_BYTES);
        int length = bytes.length - skip;
        System.arraycopy(bytes, skip, into, at + SCALAR_BYTES - length, length);
    }

    /**
     * Reads a point.
     *
     * @throws GeneralSecurityException for what is none, or not on the curve
     */
    static ECPublicKey point(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != POINT_BYTES || bytes[0] != UNCOMPRESSED) {
            throw new GeneralSecurityException("no uncompressed point");
        }
        ECPoint point =
                new ECPoint(
                        new BigInteger(1, bytes, 1, SCALAR_BYTES),
                        new BigInteger(1, bytes, 1 + SCALAR_BYTES, SCALAR_BYTES));
        ECPublicKey key =
                (ECPublicKey)
                        KeyFactory.getInstance("EC")
                                .generatePublic(new ECPublicKeySpec(point, CURVE));
        agree((ECPrivateKey) generate().getPrivate(), key); // refuses one that is not on the curve
        return key;
    }

    static ECPrivateKey scalar(byte[] bytes) throws GeneralSecurityException {
        return (ECPrivateKey)
                KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, bytes), CURVE));
    }

    static byte[] agree(ECPrivateKey mine, ECPublicKey theirs) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(mine);
        agreement.doPhase(theirs, true);
        return agreement.generateSecret();
    }
}
