package stoa.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.core.route.Router;
import stoa.core.session.Receipt;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileSaved;
import stoa.store.file.StoredFile;
import stoa.store.memory.MemoryStore;
import stoa.testkit.ManualClock;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** XEP-0363: what the service says of itself, and to whom it gives slots. */
class UploadServiceTest {
    private static final DomainJid ADDRESS = DomainJid.of("upload.example.org");
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final long MAX = 1_000_000;
    private static final long DAY_MAX = 2_500_000;

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private final UploadLimits limits = new UploadLimits(MAX, DAY_MAX, Duration.ofMinutes(5), 3);
    private final Slots slots = new Slots(limits, new SecureRandom(), clock);
    private final List<Stanza> said = new ArrayList<>();
    private final UploadService service =
            new UploadService(
                    ADDRESS,
                    "example.org",
                    limits,
                    slots,
                    store.files(),
                    new FileAddresses(() -> 8443),
                    new Said(said),
                    clock);

    private record Said(List<Stanza> all) implements Router {
        @Override
        public void route(Stanza stanza, Receipt receipt) {
            all.add(stanza);
        }

        @Override
        public void send(EncodedStanza stanza, Jid from, FullJid to) {
            throw new AssertionError("no room");
        }
    }

    private Iq asks(Jid from, Iq.Type type, Jid to, Element payload) {
        said.clear();
        boolean[] released = {false};
        service.receive(
                Iq.of(type, from, to, "one", payload), new Receipt(() -> released[0] = true));
        assertThat(released[0]).isTrue();
        assertThat(said).hasSize(1);
        return (Iq) said.getFirst();
    }

    private Iq asks(Element payload) {
        return asks(JULIET, Iq.Type.GET, ADDRESS, payload);
    }

    private static Element request(String name, String size, String type) {
        return Element.of("request", SlotRequest.NAMESPACE)
                .attribute("filename", name)
                .attribute("size", size)
                .attribute("content-type", type.isEmpty() ? null : type)
                .build();
    }

    private static Element slot(Iq answer) {
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    private static String url(Element slot, String which) {
        return Objects.requireNonNull(
                Objects.requireNonNull(slot.child(which, SlotRequest.NAMESPACE)).attribute("url"));
    }

    private static Element error(Iq answer, StanzaError.Condition condition) {
        assertThat(answer.isError()).as("%s", answer).isTrue();
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        assertThat(error.child(condition.text(), StanzaError.NAMESPACE))
                .as("%s", error)
                .isNotNull();
        return error;
    }

    @Test
    @Spec(xep = 363, section = "3", says = "the feature, and the largest file in bytes")
    void it_says_what_it_is() {
        Element info = slot(asks(Element.empty("query", "http://jabber.org/protocol/disco#info")));
        assertThat(info.elements().filter(one -> one.name().equals("identity")))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.attribute("category")).isEqualTo("store");
                            assertThat(one.attribute("type")).isEqualTo("file");
                        });
        DataForm form = Objects.requireNonNull(DataForm.in(info));
        assertThat(form.formType()).isEqualTo(SlotRequest.NAMESPACE);
        assertThat(form.value("max-file-size")).isEqualTo("1000000");
    }

    @Test
    void elements_of_another_name_are_no_requests() {
        for (String namespace :
                List.of(
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/disco#items",
                        "urn:xmpp:ping",
                        SlotRequest.NAMESPACE)) {
            error(asks(Element.empty("item", namespace)), StanzaError.Condition.BAD_REQUEST);
        }
    }

    @Test
    @Spec(xep = 363, section = "4", says = "the name is kept, and the address cannot be guessed")
    void a_slot_is_an_address_to_put_to_and_to_get_from() {
        Element one = slot(asks(request("très cool.jpg", "1000", "image/jpeg")));
        assertThat(url(one, "put"))
                .startsWith("https://example.org:8443/files/")
                .endsWith("/tr%C3%A8s%20cool.jpg")
                .isEqualTo(url(one, "get"));
        Element other = slot(asks(request("très cool.jpg", "1000", "image/jpeg")));
        assertThat(url(other, "put")).isNotEqualTo(url(one, "put"));
        String id = url(one, "put").split("/", -1)[4];
        assertThat(id).hasSize(24);
        Slot taken = Objects.requireNonNull(slots.take(id));
        assertThat(taken.owner()).isEqualTo(JULIET.account());
        assertThat(taken.mediaType()).isEqualTo("image/jpeg");
        assertThat(slots.take(id)).as("one file a slot").isNull();
        slots.giveBack(taken);
        assertThat(slots.take(id)).as("tried again").isEqualTo(taken);
    }

    @Test
    @Spec(xep = 363, section = "6", says = "file-too-large with the largest size")
    void a_file_that_is_too_large_is_refused() {
        Element error =
                error(asks(request("big", "1000001", "")), StanzaError.Condition.NOT_ACCEPTABLE);
        Element limit =
                Objects.requireNonNull(error.child("file-too-large", SlotRequest.NAMESPACE));
        assertThat(limit.childText("max-file-size")).isEqualTo("1000000");
        assertThat(asks(request("just right", "1000000", "")).isError()).isFalse();
    }

    @Test
    @Spec(xep = 363, section = "6", says = "a temporary error tells when to try again")
    void who_has_uploaded_enough_today_waits() throws Exception {
        for (int i = 0; i < 2; i++) {
            store.commit(
                    List.of(
                            new FileSaved(
                                    new StoredFile(
                                            "id" + i,
                                            JULIET.account(),
                                            "n",
                                            MediaTypes.UNKNOWN,
                                            1_000_000,
                                            "00",
                                            clock.instant(),
                                            FilePurpose.MESSAGE))));
        }
        assertThat(asks(request("small", "500000", "")).isError()).isFalse();
        Element error =
                error(
                        asks(request("more", "500001", "")),
                        StanzaError.Condition.RESOURCE_CONSTRAINT);
        assertThat(error.attribute("type")).isEqualTo("wait");
        assertThat(error.child("retry", SlotRequest.NAMESPACE)).isNotNull();
        clock.advance(Duration.ofHours(25));
        assertThat(asks(request("more", "500001", "")).isError()).isFalse();
    }

    @Test
    void slots_that_wait_are_few_and_expire() {
        for (int i = 0; i < 3; i++) {
            slot(asks(request("f", "1", "")));
        }
        error(asks(request("f", "1", "")), StanzaError.Condition.RESOURCE_CONSTRAINT);
        FullJid romeo = FullJid.of("romeo@example.org/orchard");
        String id =
                url(slot(asks(romeo, Iq.Type.GET, ADDRESS, request("f", "1", ""))), "put")
                        .split("/", -1)[4];
        clock.advance(Duration.ofMinutes(5));
        assertThat(slots.take(id)).as("expired").isNull();
        assertThat(asks(request("f", "1", "")).isError()).isFalse();
    }

    @Test
    void people_of_other_domains_and_bare_addresses_get_none() {
        error(
                asks(
                        FullJid.of("juliet@capulet.example/x"),
                        Iq.Type.GET,
                        ADDRESS,
                        request("f", "1", "")),
                StanzaError.Condition.FORBIDDEN);
        error(
                asks(BareJid.of("juliet@example.org"), Iq.Type.GET, ADDRESS, request("f", "1", "")),
                StanzaError.Condition.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1|''",
                "..|1|''",
                "a/|1|''",
                "f|0|''",
                "f|-1|''",
                "f|+5|''",
                "f|1.5|''",
                "f|9999999999999999999|''",
                "f|1|no type",
                "f|1|a/b/c"
            })
    void malformed_requests_are_bad(String name, String size, String type) {
        error(asks(request(name, size, type)), StanzaError.Condition.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/passwd|passwd",
                "C:\\Users\\x\\photo.png|photo.png",
                "cod\u202Egnp.exe|codgnp.exe",
                "a\u0000b\u0007.txt|ab.txt"
            })
    void a_name_shows_what_it_is(String given, String kept) {
        SlotRequest read = Objects.requireNonNull(SlotRequest.read(request(given, "1", "")));
        assertThat(read.name()).isEqualTo(kept);
    }

    private static Element request(Element... inside) {
        Element.Builder request =
                Element.of("request", SlotRequest.NAMESPACE)
                        .attribute("filename", "f")
                        .attribute("size", "1");
        List.of(inside).forEach(request::child);
        return request.build();
    }

    private static Element purpose(String name) {
        return Element.empty(name, SlotRequest.PURPOSES);
    }

    private static Element ephemeral(String end) {
        return Element.of("ephemeral", SlotRequest.PURPOSES)
                .attribute("expire-before", end)
                .build();
    }

    private FilePurpose purposeOf(Element request) {
        String id = url(slot(asks(request)), "put").split("/", -1)[4];
        return Objects.requireNonNull(slots.take(id)).purpose();
    }

    @Test
    @Spec(xep = 363, section = "5", says = "a purpose is advertised, asked for, and kept")
    void a_file_has_the_purpose_it_was_asked_for() {
        Element info = slot(asks(Element.empty("query", "http://jabber.org/protocol/disco#info")));
        for (String name : List.of("message", "profile", "ephemeral", "permanent")) {
            assertThat(info.elements().map(one -> one.attribute("var")))
                    .contains("urn:xmpp:http:upload:purpose:0#" + name);
            assertThat(purposeOf(request(purpose(name))))
                    .isEqualTo(
                            FilePurpose.of(
                                    FilePurpose.Kind.valueOf(name.toUpperCase(Locale.ROOT))));
        }
        assertThat(purposeOf(request(ephemeral("2026-03-02T13:00:00+01:00"))))
                .isEqualTo(
                        new FilePurpose(
                                FilePurpose.Kind.EPHEMERAL, Instant.parse("2026-03-02T12:00:00Z")));
    }

    @Test
    @Spec(xep = 363, section = "5", says = "without a purpose it is a message's")
    void without_a_purpose_or_with_one_that_is_not_known_it_is_for_a_message() {
        assertThat(purposeOf(request())).isEqualTo(FilePurpose.MESSAGE);
        assertThat(purposeOf(request(purpose("exhibition")))).isEqualTo(FilePurpose.MESSAGE);
        assertThat(purposeOf(request(purpose("PERMANENT")))).isEqualTo(FilePurpose.MESSAGE);
        assertThat(purposeOf(request(Element.empty("permanent", "urn:example:other"))))
                .isEqualTo(FilePurpose.MESSAGE);
    }

    @Test
    void a_file_has_one_purpose_and_an_end_that_is_to_come() {
        for (Element bad :
                List.of(
                        request(purpose("profile"), purpose("message")),
                        request(purpose("profile"), purpose("profile")),
                        request(purpose("profile"), purpose("exhibition")),
                        request(ephemeral("")),
                        request(ephemeral("tomorrow")),
                        request(ephemeral("2026-03-02")),
                        request(ephemeral("2026-03-02T13:00:00")),
                        request(ephemeral("-1")),
                        request(ephemeral("2147483648")),
                        request(ephemeral("+999999999-01-01T00:00:00Z")),
                        request(ephemeral("2026-03-01T12:00:00Z")))) {
            error(asks(bad), StanzaError.Condition.BAD_REQUEST);
        }
    }

    @Test
    void missing_attributes_are_bad() {
        error(
                asks(
                        Element.of("request", SlotRequest.NAMESPACE)
                                .attribute("filename", "f")
                                .build()),
                StanzaError.Condition.BAD_REQUEST);
        error(
                asks(Element.of("request", SlotRequest.NAMESPACE).attribute("size", "1").build()),
                StanzaError.Condition.BAD_REQUEST);
        error(
                asks(JULIET, Iq.Type.SET, ADDRESS, request("f", "1", "")),
                StanzaError.Condition.BAD_REQUEST);
        error(
                asks(Element.empty("slot", SlotRequest.NAMESPACE)),
                StanzaError.Condition.BAD_REQUEST);
    }

    @Test
    void everything_else_gets_service_unavailable() {
        error(asks(Element.empty("query", "a:b")), StanzaError.Condition.SERVICE_UNAVAILABLE);
        error(
                asks(
                        JULIET,
                        Iq.Type.GET,
                        FullJid.of("somebody@upload.example.org/x"),
                        request("f", "1", "")),
                StanzaError.Condition.SERVICE_UNAVAILABLE);
        said.clear();
        service.receive(Message.of(Message.Type.CHAT, JULIET, ADDRESS), Receipt.NONE);
        assertThat(said).singleElement().matches(Stanza::isError);
    }
}
