package stoa.features.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;

/** The example of RFC 8291 section 5, with the values of its appendix A. */
class MessageEncryptionTest {
    private static final String UA_PUBLIC =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AS_PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String BODY =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    @Test
    void the_example_of_the_standard() throws Exception {
        Subscription browser =
                new Subscription(
                        URI.create(
                                "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
                        P256.point(bytes(UA_PUBLIC)),
                        Bytes.of(bytes(AUTH)),
                        true,
                        null,
                        false);
        byte[] said = "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8);
        KeyPair once = new KeyPair(P256.point(bytes(AS_PUBLIC)), P256.scalar(bytes(AS_PRIVATE)));
        byte[] body = MessageEncryption.encrypt(browser, once, bytes(SALT), said, said.length);
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body)).isEqualTo(BODY);
    }

    @Test
    void lengths_say_little() {
        assertThat(MessageEncryption.filled(1)).isEqualTo(MessageEncryption.STEP_BYTES);
        assertThat(MessageEncryption.filled(256)).isEqualTo(256);
        assertThat(MessageEncryption.filled(257)).isEqualTo(512);
        assertThat(MessageEncryption.filled(MessageEncryption.LIMIT_BYTES))
                .isEqualTo(MessageEncryption.LIMIT_BYTES)
                .isEqualTo(3_993);
    }

    @Test
    void a_point_that_is_none_is_refused() {
        byte[] beside = bytes(UA_PUBLIC);
        beside[64] ^= 1;
        assertThatThrownBy(() -> P256.point(beside)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> P256.point(new byte[65]))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> P256.point(new byte[33]))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
