package stoa.net.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads certificates and private keys from PEM files (RFC 7468). */
final class PemFile {
    private static final int MAX_BYTES = 1024 * 1024;

    private static final class Block {
        private final String label;
        private final byte[] der;

        Block(String label, byte[] der) {
            this.label = label;
            this.der = der;
        }
    }

    private final Path path;
    private final List<Block> blocks = new ArrayList<>();

    private PemFile(Path path) {
        this.path = path;
    }

    static PemFile read(Path path) throws CertificateProblem {
        PemFile file = new PemFile(path);
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw file.malformed("is too large to be a PEM file");
            }
            file.split(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.MISSING, "The file " + path + " cannot be read.");
        }
        return file;
    }

    private void split(String text) throws CertificateProblem {
        int at = 0;
        while (true) {
            int begin = text.indexOf("-----BEGIN ", at);
            if (begin < 0) {
                return;
            }
            int labelEnd = text.indexOf("-----", begin + 11);
            String label = labelEnd < 0 ? "" : text.substring(begin + 11, labelEnd);
            int end = text.indexOf("-----END " + label + "-----", begin);
            if (labelEnd < 0 || end < 0) {
                throw malformed("has a PEM block without an end");
            }
            try {
                String base64 = text.substring(labelEnd + 5, end);
                blocks.add(new Block(label, Base64.getMimeDecoder().decode(base64)));
            } catch (IllegalArgumentException e) {
                throw malformed("has a PEM block that is not base64");
            }
            at = end + 1;
        }
    }

    List<X509Certificate> certificates() throws CertificateProblem {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label.equals("CERTIFICATE")) {
                    var in = new ByteArrayInputStream(block.der);
                    chain.add((X509Certificate) factory.generateCertificate(in));
                }
            }
        } catch (GeneralSecurityException e) {
            throw malformed("has a certificate that cannot be read");
        }
        if (chain.isEmpty()) {
            throw malformed("has no certificate in it");
        }
        return chain;
    }

    /** The first private key, as the key of that certificate. */
    PrivateKey privateKey(X509Certificate certificate) throws CertificateProblem {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return key(block.der, certificate);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return key(wrapped(block.der, certificate), certificate);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw malformed("has an encrypted key; Stoa needs it unencrypted");
                default -> {} // EC PARAMETERS, or certificates in the same file
            }
        }
        throw malformed("has no private key in it");
    }

    private PrivateKey key(byte[] pkcs8, X509Certificate certificate) throws CertificateProblem {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.WRONG_KEY,
                    "The key in " + path + " cannot be read as the certificate's key.");
        }
    }

    /**
     * PKCS#8 around an older form: version 0, the algorithm as the certificate states it for its
     * public key, the old form as an octet string (RFC 5958 section 2).
     */
    private byte[] wrapped(byte[] old, X509Certificate certificate) throws CertificateProblem {
        byte[] algorithm = algorithmOf(certificate.getPublicKey().getEncoded());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0x02, 0x01, 0x00});
        body.writeBytes(algorithm);
        writeTagged(body, 0x04, old);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        writeTagged(all, 0x30, body.toByteArray());
        return all.toByteArray();
    }

    /** The first element inside a SubjectPublicKeyInfo, RFC 5280 section 4.1.2.7. */
    private byte[] algorithmOf(byte[] publicKeyInfo) throws CertificateProblem {
        int inner = contentStart(publicKeyInfo, 0);
        int content = contentStart(publicKeyInfo, inner);
        int end = content + contentLength(publicKeyInfo, inner);
        if (publicKeyInfo[inner] != 0x30 || end > publicKeyInfo.length) {
            throw malformed("has a key of a kind that cannot be read");
        }
        return Arrays.copyOfRange(publicKeyInfo, inner, end);
    }

    private static int contentStart(byte[] der, int tag) {
        int length = der[tag + 1] & 0xFF;
        return tag + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    private static int contentLength(byte[] der, int tag) {
        int length = der[tag + 1] & 0xFF;
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int i = 0; i < (length & 0x7F); i++) {
            value = value << 8 | (der[tag + 2 + i] & 0xFF);
        }
        return value;
    }

    private static void writeTagged(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int n = content.length;
        if (n < 0x80) {
            out.write(n);
        } else if (n < 0x100) {
            out.write(0x81);
            out.write(n);
        } else {
            out.write(0x82);
            out.write(n >> 8);
            out.write(n);
        }
        out.writeBytes(content);
    }

    private CertificateProblem malformed(String what) {
        return new CertificateProblem(
                CertificateProblem.Kind.MALFORMED, "The file " + path + " " + what + ".");
    }
}
