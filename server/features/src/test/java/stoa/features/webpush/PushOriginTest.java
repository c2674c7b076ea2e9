package stoa.features.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the server posts, and where it does not. */
class PushOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://push.example.org, https://push.example.org/send/1, true",
        "https://push.example.org, https://PUSH.example.org/send/1, true",
        "https://push.example.org, http://push.example.org/send/1, false",
        "https://push.example.org, https://push.example.org:444/send/1, false",
        "https://push.example.org, https://a.push.example.org/, false",
        "https://push.example.org, https://push.example.org.evil.example/, false",
        "https://push.example.org, https://me@push.example.org/, false",
        "https://*.example.org, https://a.b.example.org/x, true",
        "https://*.example.org, https://example.org/x, false",
        "https://*.example.org, https://badexample.org/x, false",
        "http://127.0.0.1:81, http://127.0.0.1:81/x, true",
        "http://127.0.0.1:81, http://127.0.0.1:82/x, false",
    })
    void holds(String origin, URI endpoint, boolean held) {
        assertThat(Objects.requireNonNull(PushOrigin.parse(origin)).holds(endpoint))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "push.example.org",
                "http://push.example.org",
                "http://*.localhost",
                "https://push.example.org/path",
                "https://me@push.example.org",
                "ftp://127.0.0.1",
                "https://",
                "not at all"
            })
    void is_none(String text) {
        assertThat(PushOrigin.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://push.example.org", "https://*.example.org:8443"})
    void is_written_as_it_was_read(String text) {
        assertThat(PushOrigin.parse(text)).hasToString(text);
    }
}
