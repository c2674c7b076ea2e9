package stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.register.RegistrationHouse.DOMAIN;
import static stoa.accounts.register.RegistrationHouse.PASSWORD;
import static stoa.accounts.register.RegistrationHouse.account;
import static stoa.accounts.register.RegistrationHouse.field;
import static stoa.accounts.register.RegistrationHouse.form;
import static stoa.accounts.register.RegistrationHouse.outcome;
import static stoa.accounts.register.RegistrationHouse.query;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Changing one's password and removing one's account, XEP-0077 sections 3.2 and 3.3. */
class OwnAccountStoryTest {
    private static final String NEW_PASSWORD = "a rose by any other name";

    private final RegistrationHouse house =
            new RegistrationHouse(RegistrationPolicy.CLOSED, JULIET, ROMEO);

    private static Presence to(Person person, Presence.Type type) {
        return Presence.of(type, null, person.address());
    }

    @Spec(xep = 77, section = "3.1", says = "who is registered is told so, without the password")
    @Test
    void juliet_sees_that_she_has_an_account() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            Iq answer = laptop.asks(Iq.Type.GET, DOMAIN, query());
                            Element query = Objects.requireNonNull(answer.payload());
                            assertThat(query.childText("registered")).isEmpty();
                            assertThat(query.childText("username")).isEqualTo("juliet");
                            assertThat(query.childText("password")).isEmpty();
                        });
    }

    @Spec(xep = 77, section = "3.3", says = "a new password")
    @Test
    void a_new_password_ends_the_other_sessions_at_once_and_all_tokens() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            var before = house.keys(JULIET);
                            Iq answer =
                                    laptop.asks(
                                            Iq.Type.SET, DOMAIN, account("juliet", NEW_PASSWORD));
                            assertThat(outcome(answer)).isEqualTo("result");
                            assertThat(answer.payloads()).isEmpty();
                            assertThat(house.keys(JULIET)).isNotEqualTo(before);
                            assertThat(phone.ended()).isEqualTo("not-authorized");
                            assertThat(laptop.ended()).isNull();
                            assertThat(pc.ended()).isNull();
                            assertThat(house.tokensRevoked).containsExactly(JULIET.address());
                        });
    }

    @Test
    void a_new_password_may_come_without_to_and_in_a_form() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            var before = house.keys(JULIET);
                            Element form =
                                    form(
                                            RegisterQuery.CHANGE,
                                            DataForm.Type.SUBMIT,
                                            FormField.text("username", null, "juliet@example.org"),
                                            FormField.of(
                                                    FormField.Type.TEXT_PRIVATE,
                                                    "password",
                                                    null,
                                                    NEW_PASSWORD));
                            assertThat(outcome(laptop.asks(Iq.Type.SET, null, form)))
                                    .isEqualTo("result");
                            assertThat(house.keys(JULIET)).isNotEqualTo(before);
                        });
    }

    @Spec(xep = 77, section = "3.3", says = "an empty password changes nothing")
    @ParameterizedTest
    @CsvSource({
        "juliet, '',                       bad-request",
        "'',     a rose by any other name, bad-request",
        "romeo,  a rose by any other name, not-allowed",
        "romeo@example.org, a rose by any other name, not-allowed",
        "juliet@other.example, a rose by any other name, not-allowed",
        "juliet, short,                    not-acceptable",
    })
    void what_cannot_be_changed_is_refused(String username, String password, String condition) {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"))
                .play(
                        (laptop, phone) -> {
                            var before = house.keys(JULIET);
                            Iq answer =
                                    laptop.asks(Iq.Type.SET, DOMAIN, account(username, password));
                            assertThat(outcome(answer)).isEqualTo(condition);
                            assertThat(answer.toElement().toString()).doesNotContain("a rose");
                            assertThat(house.keys(JULIET)).isEqualTo(before);
                            assertThat(phone.ended()).isNull();
                        });
    }

    @Test
    void passwords_are_changed_so_often_and_no_more() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            for (int i = 0;
                                    i < RegistrationLimits.DEFAULTS.passwordsPerAccount();
                                    i++) {
                                assertThat(
                                                outcome(
                                                        laptop.asks(
                                                                Iq.Type.SET,
                                                                DOMAIN,
                                                                account(
                                                                        "juliet",
                                                                        NEW_PASSWORD + i))))
                                        .isEqualTo("result");
                            }
                            assertThat(
                                            outcome(
                                                    laptop.asks(
                                                            Iq.Type.SET,
                                                            DOMAIN,
                                                            account("juliet", NEW_PASSWORD))))
                                    .isEqualTo("resource-constraint");
                        });
    }

    @Spec(xep = 77, section = "3.2", says = "the result, then the end of all sessions")
    @Test
    void who_removes_the_account_is_answered_and_all_sessions_end() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            Iq answer = laptop.asks(Iq.Type.SET, null, query(field("remove", "")));
                            assertThat(outcome(answer)).isEqualTo("result");
                            assertThat(laptop.ended()).isEqualTo("not-authorized");
                            assertThat(phone.ended()).isEqualTo("not-authorized");
                            assertThat(pc.ended()).isNull();
                            assertThat(house.exists("juliet")).isFalse();
                            assertThat(
                                            house.store
                                                    .accounts()
                                                    .credentials(JULIET.address())
                                                    .toCompletableFuture()
                                                    .join())
                                    .isEmpty();
                            assertThat(house.server.client(JULIET.on("tablet")).tryToBind())
                                    .isNotNull();
                        });
    }

    private void areFriends(TestClient laptop, TestClient pc) {
        pc.sends(to(JULIET, Presence.Type.SUBSCRIBE));
        laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBED));
        laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBE));
        pc.sends(to(JULIET, Presence.Type.SUBSCRIBED));
        laptop.forgets();
        pc.forgets();
    }

    @Spec(xep = 77, section = "3.2", says = "all presence subscriptions are cancelled")
    @Test
    void contacts_hear_that_it_is_over() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            laptop.asks(Iq.Type.SET, null, query(field("remove", "")));
                            laptop.isLost();
                            Element item = pc.asksForRoster().elements().findFirst().orElseThrow();
                            assertThat(item.attribute("jid")).isEqualTo("juliet@example.org");
                            assertThat(item.attribute("subscription")).isEqualTo("none");
                            boolean[] told = new boolean[3];
                            while (!pc.hasNothing()) {
                                if (pc.next() instanceof Presence p) {
                                    told[0] |= p.type() == Presence.Type.UNAVAILABLE;
                                    told[1] |= p.type() == Presence.Type.UNSUBSCRIBE;
                                    told[2] |= p.type() == Presence.Type.UNSUBSCRIBED;
                                }
                            }
                            assertThat(told).containsExactly(true, true, true);
                        });
    }

    @Test
    void a_later_account_of_that_name_finds_nothing_of_the_first() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            laptop.asks(Iq.Type.SET, null, query(field("remove", "")));
                            laptop.isLost();
                            house.add(JULIET.address()); // by an administrator
                            pc.forgets();
                            TestClient other = house.server.client(JULIET.on("other")).binds();
                            assertThat(other.asksForRoster().elements()).isEmpty();
                            other.sendsPresence();
                            other.gets(Presence.Type.AVAILABLE, other.address());
                            other.getsNothingMore();
                            pc.getsNothingMore();
                        });
    }

    @Spec(xep = 77, section = "3.2", says = "remove must be alone")
    @Test
    void a_removal_with_more_in_it_removes_nothing() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            Iq mixed =
                                    laptop.asks(
                                            Iq.Type.SET,
                                            DOMAIN,
                                            query(
                                                    field("remove", ""),
                                                    field("username", "juliet")));
                            assertThat(outcome(mixed)).isEqualTo("bad-request");
                            Iq another =
                                    laptop.asks(
                                            Iq.Type.SET,
                                            DOMAIN,
                                            form(
                                                    RegisterQuery.CANCEL,
                                                    DataForm.Type.SUBMIT,
                                                    FormField.text("username", null, "romeo")));
                            assertThat(outcome(another)).isEqualTo("not-allowed");
                            assertThat(house.exists("juliet")).isTrue();
                            assertThat(house.exists("romeo")).isTrue();
                            assertThat(laptop.ended()).isNull();
                        });
    }

    @Test
    void nobody_does_that_to_another_s_account_or_at_another_domain() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            Element remove = query(field("remove", ""));
                            laptop.sends(Iq.of(Iq.Type.SET, null, ROMEO.address(), "x1", remove));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                            laptop.sends(
                                    Iq.of(
                                            Iq.Type.SET,
                                            null,
                                            DomainJid.of("other.example"),
                                            "x2",
                                            remove));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                            assertThat(house.exists("romeo")).isTrue();
                            assertThat(house.exists("juliet")).isTrue();
                            assertThat(pc.ended()).isNull();
                        });
    }

    @Test
    void an_administrator_s_new_password_ends_every_session() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"))
                .play(
                        (laptop, phone) -> {
                            house.provisioning.changePassword(
                                    BareJid.of("juliet@example.org"), PASSWORD, null);
                            house.server.settle();
                            assertThat(laptop.ended()).isEqualTo("not-authorized");
                            assertThat(phone.ended()).isEqualTo("not-authorized");
                        });
    }
}
