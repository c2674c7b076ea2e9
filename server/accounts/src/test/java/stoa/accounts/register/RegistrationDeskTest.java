package stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.register.RegistrationHouse.PASSWORD;
import static stoa.accounts.register.RegistrationHouse.account;
import static stoa.accounts.register.RegistrationHouse.field;
import static stoa.accounts.register.RegistrationHouse.form;
import static stoa.accounts.register.RegistrationHouse.outcome;
import static stoa.accounts.register.RegistrationHouse.query;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.accounts.invite.Wish;
import stoa.core.session.RegistrationGate;
import stoa.store.invite.Invite;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** What somebody without an account may ask, XEP-0077 section 3.1 and XEP-0445. */
class RegistrationDeskTest {
    private static final Invite.Grants ANY_NAME = Invite.Grants.ACCOUNT;

    private final RegistrationHouse open = new RegistrationHouse(RegistrationPolicy.OPEN, ROMEO);
    private final RegistrationHouse byInvitation =
            new RegistrationHouse(RegistrationPolicy.INVITE, ROMEO);

    private static FormField text(String name, String... values) {
        return FormField.of(FormField.Type.TEXT_SINGLE, name, null, values);
    }

    @Spec(xep = 77, section = "3.1", says = "a host without registration answers so")
    @Test
    void closed_offers_nothing_and_makes_nothing() {
        RegistrationHouse closed = new RegistrationHouse(RegistrationPolicy.CLOSED, ROMEO);
        String token = closed.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant visitor = closed.visitor();

        assertThat(closed.desk.features(RegistrationHouse.DOMAIN)).isEmpty();
        assertThat(outcome(closed.shows(visitor, token))).isEqualTo("service-unavailable");
        assertThat(outcome(closed.registers(visitor, "juliet", PASSWORD)))
                .isEqualTo("service-unavailable");
        assertThat(closed.exists("juliet")).isFalse();
    }

    @Test
    void both_features_are_offered_where_there_is_registration() {
        for (RegistrationHouse house : List.of(open, byInvitation)) {
            assertThat(house.desk.features(RegistrationHouse.DOMAIN))
                    .containsExactly(
                            Element.empty("register", "http://jabber.org/features/iq-register"),
                            Element.empty("register", "urn:xmpp:ibr-token:0"));
        }
    }

    @Spec(xep = 77, section = "3.1", says = "the fields, then the account")
    @Test
    void a_stranger_asks_for_the_fields_and_registers() {
        RegistrationGate.Registrant visitor = open.visitor();
        Iq fields = open.ask(visitor, Iq.Type.GET, query());
        Element asked = Objects.requireNonNull(fields.payload());
        assertThat(asked.childText("username")).isEmpty();
        assertThat(asked.childText("password")).isEmpty();
        assertThat(asked.childText("instructions")).isNotBlank();
        DataForm form = Objects.requireNonNull(DataForm.in(asked));
        assertThat(form.formType()).isEqualTo("jabber:iq:register");
        assertThat(Objects.requireNonNull(form.field("password")).required()).isTrue();

        assertThat(outcome(open.registers(visitor, "juliet", PASSWORD))).isEqualTo("result");

        assertThat(open.exists("juliet")).isTrue();
        assertThat(open.keys(JULIET)).hasSize(2);
        open.server.client(JULIET.on("laptop")).binds();
    }

    @Spec(xep = 77, section = "4", says = "the form instead of the fields")
    @Test
    void a_form_is_taken_with_its_form_type_or_without() {
        Element whole =
                form(
                        "jabber:iq:register",
                        DataForm.Type.SUBMIT,
                        text("username", "juliet"),
                        text("password", PASSWORD));
        Element plain =
                form(
                        null,
                        DataForm.Type.SUBMIT,
                        text("username", "nurse"),
                        text("password", PASSWORD));
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, whole))).isEqualTo("result");
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, plain))).isEqualTo("result");
        assertThat(open.exists("juliet")).isTrue();
        assertThat(open.exists("nurse")).isTrue();
    }

    @Test
    void a_form_that_is_given_up_makes_nothing() {
        Element cancel = form("jabber:iq:register", DataForm.Type.CANCEL);
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, cancel))).isEqualTo("result");
        assertThat(open.directory.size()).isEqualTo(1);
    }

    @Spec(xep = 77, section = "3.1", says = "conflict, and not-acceptable for what is missing")
    @ParameterizedTest
    @CsvSource({
        "romeo,   wherefore art thou, conflict",
        "ROMEO,   wherefore art thou, conflict",
        "'',      wherefore art thou, not-acceptable",
        "juliet,  '',                 not-acceptable",
        "juliet,  short,              not-acceptable",
        "'a b',   wherefore art thou, not-acceptable",
        "a@b,     wherefore art thou, not-acceptable",
        "a/b,     wherefore art thou, not-acceptable",
        "admin,   wherefore art thou, not-acceptable",
        "Support, wherefore art thou, not-acceptable",
    })
    void what_cannot_be_made_is_refused(String username, String password, String condition) {
        Iq answer = open.registers(open.visitor(), username, password);
        assertThat(outcome(answer)).isEqualTo(condition);
        assertThat(answer.toElement().toString()).doesNotContain("wherefore");
        assertThat(open.directory.size()).isEqualTo(1);
    }

    @Spec(xep = 77, section = "8", says = "the error codes of old")
    @Test
    void errors_have_their_codes_and_a_sentence() {
        Iq answer = open.registers(open.visitor(), "romeo", PASSWORD);
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        assertThat(error.attribute("code")).isEqualTo("409");
        assertThat(error.attribute("type")).isEqualTo("cancel");
        assertThat(
                        Objects.requireNonNull(
                                        error.child("text", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                                .text())
                .contains("taken");
    }

    @Test
    void bad_requests_are_told_so() {
        List<Element> bad =
                List.of(
                        query(
                                field("username", "a"),
                                field("username", "b"),
                                field("password", "c")),
                        query(field("remove", ""), field("username", "romeo")),
                        query(
                                new DataForm(DataForm.Type.SUBMIT, null, null, List.of())
                                        .toElement(),
                                new DataForm(DataForm.Type.SUBMIT, null, null, List.of())
                                        .toElement()),
                        form("jabber:iq:search", DataForm.Type.SUBMIT, text("username", "a")),
                        form("jabber:iq:register", DataForm.Type.RESULT, text("username", "a")),
                        form(
                                "jabber:iq:register",
                                DataForm.Type.SUBMIT,
                                text("username", "a", "b")),
                        form(
                                "jabber:iq:register",
                                DataForm.Type.SUBMIT,
                                text("username", "a"),
                                text("username", "b")),
                        query(Element.of("x", "jabber:x:data").attribute("type", "what").build()));
        for (Element query : bad) {
            assertThat(outcome(open.ask(open.visitor("192.0.2.7"), Iq.Type.SET, query)))
                    .as(query.toString())
                    .isEqualTo("bad-request");
        }
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, query())))
                .isEqualTo("not-acceptable");
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, query(field("remove", "")))))
                .isEqualTo("unexpected-request");
        Element change =
                form(
                        "jabber:iq:register:changepassword",
                        DataForm.Type.SUBMIT,
                        text("username", "romeo"),
                        text("password", "another password"));
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.SET, change)))
                .isEqualTo("unexpected-request");
    }

    @Test
    void a_stream_makes_one_account() {
        RegistrationGate.Registrant visitor = open.visitor();
        open.registers(visitor, "juliet", PASSWORD);
        assertThat(outcome(open.registers(visitor, "nurse", PASSWORD))).isEqualTo("not-acceptable");
        assertThat(outcome(open.ask(visitor, Iq.Type.GET, query()))).isEqualTo("not-acceptable");
        assertThat(open.exists("nurse")).isFalse();
    }

    @Test
    void accounts_from_one_network_are_counted_and_come_again_with_time() {
        for (int i = 0; i < RegistrationLimits.DEFAULTS.accountsPerNetwork(); i++) {
            assertThat(outcome(open.registers(open.visitor(), "player" + i, PASSWORD)))
                    .isEqualTo("result");
        }
        assertThat(outcome(open.registers(open.visitor(), "juliet", PASSWORD)))
                .isEqualTo("resource-constraint");
        assertThat(outcome(open.registers(open.visitor("198.51.100.1"), "nurse", PASSWORD)))
                .isEqualTo("result");
        open.clock.advance(Duration.ofMinutes(30));
        assertThat(outcome(open.registers(open.visitor(), "juliet", PASSWORD))).isEqualTo("result");
    }

    @Test
    void accounts_of_a_domain_are_counted() {
        RegistrationHouse house =
                new RegistrationHouse(
                        RegistrationPolicy.OPEN, new RegistrationLimits(30, 0, 2, 0), ROMEO);
        house.registers(house.visitor("192.0.2.1"), "a1", PASSWORD);
        house.registers(house.visitor("192.0.2.2"), "a2", PASSWORD);
        assertThat(outcome(house.registers(house.visitor("192.0.2.3"), "a3", PASSWORD)))
                .isEqualTo("resource-constraint");
    }

    @Test
    void a_name_that_is_taken_costs_no_account_but_trying_names_ends() {
        for (int i = 0; i < RegistrationLimits.DEFAULTS.failuresPerNetwork(); i++) {
            assertThat(outcome(open.registers(open.visitor(), "romeo", PASSWORD)))
                    .isEqualTo("conflict");
        }
        assertThat(outcome(open.registers(open.visitor(), "juliet", PASSWORD)))
                .isEqualTo("resource-constraint");
        assertThat(outcome(open.ask(open.visitor(), Iq.Type.GET, query())))
                .isEqualTo("resource-constraint");
        assertThat(outcome(open.registers(open.visitor("192.0.2.9"), "juliet", PASSWORD)))
                .isEqualTo("result");
    }

    @Test
    void without_limits_nothing_is_counted() {
        RegistrationHouse house =
                new RegistrationHouse(RegistrationPolicy.OPEN, RegistrationLimits.NONE, ROMEO);
        for (int i = 0; i < 40; i++) {
            assertThat(outcome(house.registers(house.visitor(), "romeo", PASSWORD)))
                    .isEqualTo("conflict");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(house.registers(house.visitor(), "n" + i, PASSWORD)))
                    .isEqualTo("result");
        }
    }

    @Test
    void the_address_of_somebody_who_has_gone_is_not_given_to_another() {
        open.provisioning.delete(ROMEO.address());
        open.server.settle();
        assertThat(open.exists("romeo")).isFalse();
        assertThat(outcome(open.registers(open.visitor(), "romeo", PASSWORD)))
                .isEqualTo("conflict");
        String token = open.invitation(null, ANY_NAME);
        RegistrationGate.Registrant visitor = open.visitor();
        open.shows(visitor, token);
        assertThat(outcome(open.registers(visitor, "romeo", PASSWORD))).isEqualTo("conflict");
        open.add(ROMEO.address()); // administrators may
        assertThat(open.exists("romeo")).isTrue();
    }

    @Spec(xep = 445, section = "4", says = "the token, then the account")
    @Test
    void somebody_with_an_invitation_makes_an_account() {
        String token = byInvitation.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant visitor = byInvitation.visitor();
        assertThat(outcome(byInvitation.ask(visitor, Iq.Type.GET, query()))).isEqualTo("forbidden");
        assertThat(outcome(byInvitation.registers(visitor, "juliet", PASSWORD)))
                .isEqualTo("forbidden");

        assertThat(byInvitation.shows(visitor, token).payloads()).isEmpty();
        assertThat(outcome(byInvitation.ask(visitor, Iq.Type.GET, query()))).isEqualTo("result");
        assertThat(outcome(byInvitation.registers(visitor, "juliet", PASSWORD)))
                .isEqualTo("result");

        assertThat(byInvitation.exists("juliet")).isTrue();
        assertThat(outcome(byInvitation.shows(byInvitation.visitor(), token)))
                .isEqualTo("item-not-found");
    }

    @Spec(xep = 445, section = "4", says = "not used before the registration has succeeded")
    @Test
    void a_failed_registration_uses_no_invitation() {
        String token = byInvitation.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant visitor = byInvitation.visitor();
        byInvitation.shows(visitor, token);
        assertThat(outcome(byInvitation.registers(visitor, "romeo", PASSWORD)))
                .isEqualTo("conflict");
        assertThat(outcome(byInvitation.registers(visitor, "juliet", "short")))
                .isEqualTo("not-acceptable");
        RegistrationGate.Registrant another = byInvitation.visitor();
        assertThat(outcome(byInvitation.shows(another, token))).isEqualTo("result");
        assertThat(outcome(byInvitation.registers(another, "juliet", PASSWORD)))
                .isEqualTo("result");
        assertThat(outcome(byInvitation.registers(visitor, "nurse", PASSWORD)))
                .isEqualTo("item-not-found");
    }

    @Spec(xep = 445, section = "4", says = "the expiration is looked at once")
    @Test
    void an_invitation_may_expire_while_the_form_is_filled_in() {
        String token = byInvitation.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant visitor = byInvitation.visitor();
        byInvitation.clock.advance(Duration.ofDays(7));
        assertThat(outcome(byInvitation.shows(visitor, token))).isEqualTo("result");
        byInvitation.clock.advance(Duration.ofMillis(1));
        assertThat(outcome(byInvitation.shows(byInvitation.visitor(), token)))
                .isEqualTo("item-not-found");
        assertThat(outcome(byInvitation.registers(visitor, "juliet", PASSWORD)))
                .isEqualTo("result");
    }

    @Test
    void tokens_that_are_none_are_refused() {
        var made =
                byInvitation.invitations.make(
                        new Wish("other.example", null, ANY_NAME, 1, Wish.USUAL));
        byInvitation.server.settle();
        String elsewhere = made.toCompletableFuture().join().token();
        String contactOnly = byInvitation.invitation(ROMEO, new Invite.Grants(false, true, null));
        for (String token : List.of("nothing", "x".repeat(10_000), elsewhere, contactOnly)) {
            assertThat(outcome(byInvitation.shows(byInvitation.visitor(), token)))
                    .isEqualTo("item-not-found");
        }
        Element none = Element.empty("preauth", "urn:xmpp:pars:0");
        assertThat(outcome(byInvitation.ask(byInvitation.visitor(), Iq.Type.SET, none)))
                .isEqualTo("bad-request");
        Element asked =
                Element.of("preauth", "urn:xmpp:pars:0").attribute("token", contactOnly).build();
        assertThat(outcome(byInvitation.ask(byInvitation.visitor(), Iq.Type.GET, asked)))
                .isEqualTo("bad-request");
    }

    @Test
    void an_invitation_that_was_taken_back_is_worth_nothing_also_on_a_stream_that_showed_it() {
        String token = byInvitation.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant visitor = byInvitation.visitor();
        byInvitation.shows(visitor, token);
        Invite invite =
                byInvitation
                        .store
                        .invites()
                        .list("example.org", 1)
                        .toCompletableFuture()
                        .join()
                        .getFirst();
        byInvitation.invitations.revoke(invite);
        byInvitation.server.settle();
        assertThat(outcome(byInvitation.registers(visitor, "juliet", PASSWORD)))
                .isEqualTo("item-not-found");
        assertThat(byInvitation.exists("juliet")).isFalse();
    }

    @Spec(xep = 445, section = "5", says = "the user name is reserved until the token expires")
    @Test
    void a_reserved_name_is_the_invited_s_alone() {
        String token = open.invitation(ROMEO, new Invite.Grants(true, false, "juliet"));
        String anyName = open.invitation(ROMEO, ANY_NAME);
        assertThat(outcome(open.registers(open.visitor(), "juliet", PASSWORD)))
                .isEqualTo("conflict");
        RegistrationGate.Registrant another = open.visitor();
        open.shows(another, anyName);
        assertThat(outcome(open.registers(another, "juliet", PASSWORD))).isEqualTo("conflict");

        RegistrationGate.Registrant invited = open.visitor();
        open.shows(invited, token);
        Iq fields = open.ask(invited, Iq.Type.GET, query());
        assertThat(Objects.requireNonNull(fields.payload()).childText("username"))
                .isEqualTo("juliet");
        assertThat(outcome(open.registers(invited, "nurse", PASSWORD))).isEqualTo("not-acceptable");
        assertThat(outcome(open.registers(invited, "juliet", PASSWORD))).isEqualTo("result");
        assertThat(open.exists("juliet")).isTrue();
    }

    @Test
    void a_reserved_name_is_free_when_its_invitation_has_expired() {
        open.invitation(ROMEO, new Invite.Grants(true, false, "juliet"));
        open.clock.advance(Duration.ofDays(7).plusMillis(1));
        assertThat(outcome(open.registers(open.visitor(), "juliet", PASSWORD))).isEqualTo("result");
    }

    @ParameterizedTest
    @EnumSource(
            value = RegistrationPolicy.class,
            names = {"INVITE", "OPEN"})
    void two_with_one_invitation_at_the_same_moment_make_one_account(RegistrationPolicy policy) {
        RegistrationHouse house = new RegistrationHouse(policy, ROMEO);
        String token = house.invitation(ROMEO, ANY_NAME);
        RegistrationGate.Registrant one = house.visitor();
        RegistrationGate.Registrant two = house.visitor();
        house.shows(one, token);
        house.shows(two, token);
        var first = one.ask(Iq.of(Iq.Type.SET, null, null, "1", account("juliet", PASSWORD)));
        var second = two.ask(Iq.of(Iq.Type.SET, null, null, "2", account("nurse", PASSWORD)));
        house.server.settle();
        assertThat(outcome(first.toCompletableFuture().join())).isEqualTo("result");
        assertThat(outcome(second.toCompletableFuture().join())).isEqualTo("resource-constraint");
        assertThat(house.exists("nurse")).isFalse();
        assertThat(outcome(house.registers(two, "nurse", PASSWORD))).isEqualTo("item-not-found");
    }

    @Test
    void who_makes_an_account_by_a_friend_s_invitation_is_the_friend_s_contact() {
        String token = byInvitation.invitation(ROMEO, new Invite.Grants(true, true, null));
        var pc = byInvitation.server.client(ROMEO.on("pc")).comesOnline().forgets();
        RegistrationGate.Registrant visitor = byInvitation.visitor();
        byInvitation.shows(visitor, token);
        byInvitation.registers(visitor, "juliet", PASSWORD);

        Element item =
                Objects.requireNonNull(Objects.requireNonNull(pc.nextIq().payload()).firstChild());
        assertThat(item.attribute("jid")).isEqualTo("juliet@example.org");
        assertThat(item.attribute("subscription")).isEqualTo("both");
        pc.getsNothingMore();

        var laptop = byInvitation.server.client(JULIET.on("laptop")).binds();
        assertThat(laptop.asksForRoster().toString())
                .contains("romeo@example.org")
                .contains("both");
        laptop.sendsPresence();
        assertThat(pc.nextPresence().from()).isEqualTo(laptop.address());
        assertThat(laptop.nextPresence().from()).isEqualTo(laptop.address());
        assertThat(laptop.nextPresence().from()).isEqualTo(pc.address());
    }

    @Test
    void passwords_are_not_in_what_is_printed_of_requests() {
        assertThat(RegisterQuery.read(account("juliet", PASSWORD)).toString())
                .doesNotContain(PASSWORD);
    }
}
