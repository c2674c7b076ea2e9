package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0500: how often somebody may speak. */
class SlowModeTest {
    private static final String FIELD = "muc#roomconfig_slow_mode_duration";

    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened(FIELD, "20");
        romeo.joins("Romeo");
        scene.clear();
    }

    @Spec(xep = 500, section = "6", says = "no two messages until the duration has elapsed")
    @Test
    void who_has_spoken_waits() {
        romeo.says("one");
        romeo.hears("Romeo", "one");
        scene.later(Duration.ofSeconds(19));
        romeo.says("two");
        Element error =
                Objects.requireNonNull(romeo.inbox().getFirst().payload("error", "jabber:client"));
        assertThat(error.attribute("type")).isEqualTo("wait");
        assertThat(
                        Objects.requireNonNull(
                                        error.child("text", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                                .text())
                .contains("20");
        romeo.getsError(Condition.POLICY_VIOLATION);

        scene.later(Duration.ofSeconds(1));
        romeo.says("two");

        romeo.hears("Romeo", "two");
        juliet.hears("Romeo", "one");
        juliet.hears("Romeo", "two");
        juliet.getsNothingMore();
    }

    @Spec(
            xep = 500,
            section = "8",
            says = "the limit is the account's, whatever its session and nick")
    @Test
    void another_client_does_not_help() {
        romeo.says("one");
        Person phone = romeo.on("phone");
        phone.joins("Montague");
        phone.inbox().clear();

        phone.says("two");

        phone.getsError(Condition.POLICY_VIOLATION);
    }

    @Test
    void who_has_spoken_in_a_future_that_was_set_back_does_not_wait_for_it() {
        romeo.says("one");
        romeo.hears("Romeo", "one");
        scene.later(Duration.ofHours(-1));
        romeo.says("two");
        romeo.hears("Romeo", "two");
        romeo.says("three");
        romeo.getsError(Condition.POLICY_VIOLATION);
    }

    @Spec(xep = 500, section = "6", says = "only messages with a body count")
    @Spec(xep = 500, section = "6", says = "admins and owners are not limited")
    @Test
    void who_and_what_is_not_limited() {
        romeo.sends(Element.empty("composing", Muc.CHAT_STATES));
        romeo.says("one");
        romeo.sends(Element.empty("active", Muc.CHAT_STATES));
        romeo.sends(
                Element.of("displayed", "urn:xmpp:chat-markers:0").attribute("id", "1").build());
        juliet.says("first");
        juliet.says("second");

        assertThat(romeo.inbox()).hasSize(6).noneMatch(s -> s.isError());
    }

    @Test
    void a_resend_is_acknowledged_and_a_message_taken_back_at_once() {
        romeo.says("one", "o1");
        String id = Objects.requireNonNull(Person.stableId(romeo.gets()));

        romeo.says("one", "o1");
        assertThat(Person.stableId(romeo.gets())).isEqualTo(id);
        romeo.sends(Element.of("retract", Muc.RETRACT).attribute("id", id).build());
        assertThat(romeo.gets().isError()).isFalse();
    }

    @Spec(xep = 500, section = "5.1", says = "a field with validation, text-single")
    @Spec(xep = 500, section = "5.2", says = "muc#roominfo says how long")
    @Test
    void the_form_and_the_roominfo_tell() {
        Iq form = juliet.asks(Iq.Type.GET, Element.empty("query", Muc.OWNER));
        Element x =
                Objects.requireNonNull(
                        Objects.requireNonNull(form.payload()).child("x", DataForm.NAMESPACE));
        Element field =
                x.elements()
                        .filter(e -> FIELD.equals(e.attribute("var")))
                        .findFirst()
                        .orElseThrow();
        Element validate =
                Objects.requireNonNull(
                        field.child("validate", "http://jabber.org/protocol/xdata-validate"));
        assertThat(validate.attribute("datatype")).isEqualTo("xs:integer");
        assertThat(field.childText("value")).isEqualTo("20");
        assertThat(info()).isEqualTo("20");

        juliet.configures(FIELD, "0");

        assertThat(info()).isEqualTo("0");
        romeo.inbox().clear();
        romeo.says("one");
        romeo.says("two");
        assertThat(romeo.inbox()).noneMatch(s -> s.isError());
    }

    private String info() {
        Iq info = romeo.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO));
        DataForm form = Objects.requireNonNull(DataForm.in(Objects.requireNonNull(info.payload())));
        FormField field = form.field("muc#roominfo_slow_mode_duration");
        return Objects.requireNonNull(Objects.requireNonNull(field).value());
    }

    @Test
    void impossible_durations_are_refused() {
        for (String wrong : List.of("-1", "1.5", "soon", "86401", "99999999999999999999")) {
            assertThat(ErrorReader.condition(juliet.configures(FIELD, wrong)))
                    .isEqualTo(Condition.NOT_ACCEPTABLE);
        }
        assertThat(scene.room.config(SlowMode.DURATION)).isEqualTo(20);
    }

    @Test
    void those_who_need_not_wait_any_more_are_forgotten_and_there_is_a_bound() {
        Instant at = Instant.EPOCH;
        Pace pace = Pace.NOBODY;
        for (int i = 0; i <= Pace.CAPACITY; i++) {
            pace = pace.with(BareJid.of("p" + i + "@example.org"), at, Duration.ofDays(1));
        }
        assertThat(pace.last(BareJid.of("p0@example.org"))).isNull();
        assertThat(pace.last(BareJid.of("p1@example.org"))).isEqualTo(at);

        pace =
                pace.with(
                        BareJid.of("late@example.org"), at.plusSeconds(60), Duration.ofSeconds(60));

        assertThat(pace.toString()).isEqualTo("1 accounts");
    }
}
