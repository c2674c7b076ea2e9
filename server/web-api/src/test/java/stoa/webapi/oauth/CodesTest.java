package stoa.webapi.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.session.Scope;
import stoa.testkit.ManualClock;

class CodesTest {
    private final Codes codes = new Codes(new SecureRandom(), new ManualClock());

    private String issued() throws Exception {
        RedirectUri back = new RedirectUri(OAuthHouse.REDIRECT, URI.create(OAuthHouse.REDIRECT));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(OAuthHouse.VERIFIER.getBytes(US_ASCII));
        return codes.issue(
                OAuthHouse.JULIET,
                new AuthorizationRequest(
                        new Registration("garden", "Garden", List.of(back)),
                        back,
                        null,
                        null,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hash),
                        Scope.CLIENT_NORMAL));
    }

    private Codes.Shown take(String code) {
        return codes.take(code, "garden", null, OAuthHouse.VERIFIER);
    }

    /** Whoever makes a grant of it asks, when it is stored, whether it is still known. */
    @Test
    void one_that_is_shown_again_while_it_becomes_a_grant_is_not_known_then() throws Exception {
        String code = issued();
        assertThat(take(code)).isInstanceOf(Codes.Good.class);
        assertThat(codes.knows(code)).isTrue();
        assertThat(take(code)).isInstanceOf(Codes.Again.class);
        assertThat(codes.knows(code)).isFalse();
        assertThat(take(code)).isInstanceOf(Codes.Bad.class);
    }
}
