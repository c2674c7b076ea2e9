package stoa.features.extdisco;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.route.Services;
import stoa.testkit.Spec;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** XEP-0215 over the hooks, as the router asks. */
class ExternalServicesTest {
    private static final String NS = "urn:xmpp:extdisco:2";
    private static final DomainJid DOMAIN = DomainJid.of("example.org");
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

    private static ExternalService service(String uri) {
        return Objects.requireNonNull(ExternalService.parse(uri));
    }

    private Hooks hooks(String... uris) {
        return new Hooks(new Services())
                .install(
                        new ExternalServices(
                                Stream.of(uris).map(ExternalServicesTest::service).toList(),
                                "north wind",
                                clock));
    }

    private static Iq ask(Hooks hooks, FullJid from, Iq.Type type, Element payload) {
        return Objects.requireNonNull(hooks.iqHandler(Target.SERVER, payload))
                .handle(new IqRequest(Iq.of(type, from, DOMAIN, "one", payload), null))
                .toCompletableFuture()
                .join();
    }

    private static List<Element> services(Iq answer) {
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload()).elements().toList();
    }

    private static void refused(Iq answer, StanzaError.Condition condition) {
        assertThat(
                        Objects.requireNonNull(answer.payload("error", Stanza.CLIENT))
                                .child(condition.text(), StanzaError.NAMESPACE))
                .as("%s", answer)
                .isNotNull();
    }

    @Test
    @Spec(xep = 215, section = "3.1", says = "all services, with what is needed to use them")
    void all_of_them() {
        Hooks hooks = hooks("stun:stun.example.org", "turn:192.0.2.1:3479?transport=tcp");
        List<Element> all =
                services(ask(hooks, JULIET, Iq.Type.GET, Element.empty("services", NS)));
        assertThat(all).hasSize(2);
        assertThat(all.getFirst())
                .isEqualTo(
                        Element.of("service", NS)
                                .attribute("type", "stun")
                                .attribute("host", "stun.example.org")
                                .attribute("port", "3478")
                                .attribute("transport", "udp")
                                .build());
        Element turn = all.getLast();
        assertThat(turn.attribute("restricted")).isEqualTo("true");
        assertThat(turn.attribute("transport")).isEqualTo("tcp");
        assertThat(turn.attribute("expires")).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(turn.attribute("username")).isEqualTo("1767312000:juliet@example.org");
        // openssl dgst -sha1 -hmac 'north wind' over the username, in base64
        assertThat(turn.attribute("password")).isEqualTo("2SPZPfARJsn/YS5iUm/4gi9p2S4=");
    }

    @Test
    @Spec(xep = 215, section = "3.2", says = "of one type")
    void those_of_one_type() {
        Hooks hooks =
                hooks("stun:stun.example.org", "turn:turn.example.org", "turns:turn.example.org");
        Element turn = Element.of("services", NS).attribute("type", "turn").build();
        assertThat(services(ask(hooks, JULIET, Iq.Type.GET, turn)))
                .singleElement()
                .satisfies(one -> assertThat(one.attribute("type")).isEqualTo("turn"));
        Element ftp = Element.of("services", NS).attribute("type", "ftp").build();
        assertThat(services(ask(hooks, JULIET, Iq.Type.GET, ftp))).isEmpty();
    }

    private static Element wanted(String host, String type, String port) {
        return Element.of("credentials", NS)
                .child(
                        Element.of("service", NS)
                                .attribute("host", host.isEmpty() ? null : host)
                                .attribute("type", type)
                                .attribute("port", port.isEmpty() ? null : port)
                                .build())
                .build();
    }

    @Test
    @Spec(xep = 215, section = "3.3", says = "credentials for a host and type, and a port if said")
    void credentials() {
        Hooks hooks =
                hooks("stun:a.example", "turn:a.example", "turn:a.example:80", "turn:b.example");
        assertThat(services(ask(hooks, JULIET, Iq.Type.GET, wanted("a.example", "turn", ""))))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.attribute("password")).isNotNull());
        assertThat(services(ask(hooks, JULIET, Iq.Type.GET, wanted("a.example", "turn", "80"))))
                .hasSize(1);
        refused(
                ask(hooks, JULIET, Iq.Type.GET, wanted("c.example", "turn", "")),
                StanzaError.Condition.ITEM_NOT_FOUND);
        refused(
                ask(hooks, JULIET, Iq.Type.GET, wanted("", "turn", "")),
                StanzaError.Condition.BAD_REQUEST);
        refused(
                ask(hooks, JULIET, Iq.Type.GET, Element.empty("credentials", NS)),
                StanzaError.Condition.BAD_REQUEST);
    }

    @Test
    void only_people_of_the_domain_are_told() {
        Hooks hooks = hooks("turn:turn.example.org");
        refused(
                ask(
                        hooks,
                        FullJid.of("juliet@capulet.example/x"),
                        Iq.Type.GET,
                        Element.empty("services", NS)),
                StanzaError.Condition.FORBIDDEN);
        refused(
                ask(hooks, JULIET, Iq.Type.SET, Element.empty("services", NS)),
                StanzaError.Condition.NOT_ALLOWED);
    }

    @Test
    void where_there_are_none_nothing_is_advertised_or_answered() {
        Hooks hooks = hooks();
        assertThat(hooks.iqHandler(Target.SERVER, Element.empty("services", NS))).isNull();
        assertThat(hooks.descriptors().getFirst().features(Target.SERVER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stun:example.org, stun, example.org, 3478, udp",
        "STUNS:Example.org, stuns, example.org, 5349, tcp",
        "turn:example.org?transport=tcp, turn, example.org, 3478, tcp",
        "turns:example.org:443, turns, example.org, 443, tcp",
        "turn:[2001:db8::1]:3479, turn, 2001:db8::1, 3479, udp",
    })
    @Spec(rfc = 7065, section = "3.1", says = "the URI of a TURN server")
    void a_uri_says_all(String uri, String type, String host, int port, String transport) {
        assertThat(service(uri)).isEqualTo(new ExternalService(type, host, port, transport));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "http://example.org",
                "turn:",
                "turn:a:0",
                "turn:a:65536",
                "turn:a?transport=sctp",
                "stun:a?transport=udp",
                "turn:a b"
            })
    void anything_else_is_none(String uri) {
        assertThat(ExternalService.parse(uri)).isNull();
    }
}
