package stoa.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import stoa.core.session.Application;
import stoa.core.session.Scope;

class SealTest {
    private final Seal seal = new Seal(new byte[32], new SecureRandom());

    @Test
    void what_was_sealed_comes_back_line_by_line_and_is_never_the_same_twice() {
        String sealed = seal.close("access", "", "jülïet");
        assertThat(seal.open(sealed)).containsExactly("access", "", "jülïet");
        assertThat(seal.close("access", "", "jülïet")).isNotEqualTo(sealed);
        assertThat(sealed).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void what_was_changed_or_made_elsewhere_is_nothing() {
        byte[] bytes = Base64.getUrlDecoder().decode(seal.close("access"));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertThat(seal.open(Base64.getUrlEncoder().encodeToString(bytes))).isNull();
            bytes[i] ^= 1;
        }
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(seal.open(new Seal(other, new SecureRandom()).close("access"))).isNull();
        for (String text : new String[] {"", "x", "ä", "=", "A".repeat(16), "A".repeat(9_000)}) {
            assertThat(seal.open(text)).as(text).isNull();
        }
    }

    @Test
    void a_line_is_one_line() {
        assertThatThrownBy(() -> seal.close("two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_grant_is_told_from_other_clients_by_its_id_and_so_is_what_it_may() {
        for (Scope scope : Scope.values()) {
            Application garden = new Application("abc", "The Garden/write x", scope);
            assertThat(Application.of(garden.clientId())).isEqualTo(garden);
            assertThat(Application.scopeOf(garden.clientId())).isEqualTo(scope);
        }
        assertThat(Application.of("oauth abc Garden"))
                .as("as there were before there were several")
                .isEqualTo(new Application("abc", "Garden", Scope.CLIENT_NORMAL));
        for (String other :
                new String[] {
                    "abc", "oauth", "oauth ", "oauth  x", "d4565fa7-4d72", "launcher x"
                }) {
            assertThat(Application.of(other)).as(other).isNull();
        }
        assertThat(Application.scopeOf("d4565fa7-4d72")).isNull();
        for (String unknown :
                new String[] {"oauth abc/admin x", "oauth abc/ x", "oauth /read x", "oauth x"}) {
            assertThat(Application.of(unknown)).as(unknown).isNull();
            assertThat(Application.scopeOf(unknown)).isEqualTo(Scope.ACCOUNT_READ);
        }
    }
}
