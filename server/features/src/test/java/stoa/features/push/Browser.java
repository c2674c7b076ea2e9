package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import stoa.features.webpush.PushPost;
import stoa.store.Bytes;
import stoa.xmpp.xml.Element;

/**
 * A browser with a subscription, and the push service that it is reached through: decrypts what it
 * is posted, by RFC 8291 section 3.4 read from the other side.
 */
final class Browser implements PushPost {
    /** One message. */
    record Posted(URI endpoint, Map<String, String> headers, Bytes body) {}

    final String endpoint = "https://push.example.net/send/abc";
    final List<Posted> posted = new ArrayList<>();
    private final KeyPair keys = generate();
    private final byte[] auth = new byte[16];
    private CompletionStage<Integer> answer = CompletableFuture.completedFuture(201);

    Browser() {
        new SecureRandom().nextBytes(auth);
    }

    @Override
    public CompletionStage<Integer> post(URI to, Map<String, String> headers, byte[] body) {
        posted.add(new Posted(to, headers, Bytes.of(body)));
        return answer;
    }

    void isAnswered(int status) {
        answer = CompletableFuture.completedFuture(status);
    }

    void isNotReached() {
        answer = CompletableFuture.failedFuture(new java.net.ConnectException("nobody there"));
    }

    /** The publish options that reach it, with names and values that are added or changed. */
    Element options(String... more) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options");
        fields.put("endpoint", endpoint);
        fields.put("p256dh", key());
        fields.put("auth", url(auth));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        Element.Builder form = Element.of("x", "jabber:x:data").attribute("type", "submit");
        fields.forEach((name, value) -> form.child(PushHouse.field(name, value)));
        return form.build();
    }

    private String key() {
        return url(encoded((ECPublicKey) keys.getPublic()));
    }

    /** What the newest message says. */
    String reads() throws GeneralSecurityException {
        ByteBuffer body = ByteBuffer.wrap(posted.getLast().body().array());
        byte[] salt = new byte[16];
        body.get(salt);
        assertThat(body.getInt()).isEqualTo(4_096);
        byte[] theirs = new byte[body.get()];
        body.get(theirs);
        byte[] sealed = new byte[body.remaining()];
        body.get(sealed);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(point(theirs), true);
        byte[] mine = encoded((ECPublicKey) keys.getPublic());
        byte[] info = joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), mine, theirs);
        byte[] input = hkdf(auth, agreement.generateSecret(), info, 32);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(
                        hkdf(salt, input, ascii("Content-Encoding: aes128gcm\0"), 16), "AES"),
                new GCMParameterSpec(
                        128, hkdf(salt, input, ascii("Content-Encoding: nonce\0"), 12)));
        String plain = new String(cipher.doFinal(sealed), StandardCharsets.UTF_8);
        return plain.substring(0, plain.lastIndexOf('\2'));
    }

    /** The claims of the newest message's token, whose signature is that key's. */
    String claims(String vapidKey) throws GeneralSecurityException {
        String header = String.valueOf(posted.getLast().headers().get("Authorization"));
        assertThat(header).startsWith("vapid t=").endsWith(", k=" + vapidKey);
        String token = header.substring("vapid t=".length(), header.indexOf(','));
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(point(Base64.getUrlDecoder().decode(vapidKey)));
        signature.update(ascii(token.substring(0, end)));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1))))
                .isTrue();
        return new String(
                Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, end)),
                StandardCharsets.UTF_8);
    }

    /** RFC 5869, one block. */
    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int bytes)
            throws GeneralSecurityException {
        byte[] one = {1};
        return Arrays.copyOf(mac(mac(salt, input), joined(info, one)), bytes);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey point(byte[] bytes) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint at = new ECPoint(new BigInteger(1, bytes, 1, 32), new BigInteger(1, bytes, 33, 32));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(at, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static byte[] encoded(ECPublicKey key) {
        byte[] info = key.getEncoded(); // its point stands at the end (RFC 5480 section 2)
        return Arrays.copyOfRange(info, info.length - 65, info.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
