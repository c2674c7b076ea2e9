package stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.register.RegistrationHouse.DOMAIN;
import static stoa.accounts.register.RegistrationHouse.PASSWORD;
import static stoa.accounts.register.RegistrationHouse.outcome;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.accounts.invite.InviteAddresses;
import stoa.accounts.invite.InviteCommands;
import stoa.accounts.invite.Inviters.Rights;
import stoa.core.command.CommandResponder;
import stoa.core.hook.Target;
import stoa.core.session.RegistrationGate;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** Invitations made from a client, XEP-0401, and what becomes of them. */
class InviteCommandsStoryTest {
    private static final String INVITE = "urn:xmpp:invite#invite";
    private static final String CREATE = "urn:xmpp:invite#create-account";
    private static final String REVOKE = "urn:stoa:invite:0#revoke";

    private final Map<BareJid, Rights> rights = new HashMap<>();
    private final RegistrationHouse house = house(RegistrationPolicy.INVITE);

    private RegistrationHouse house(RegistrationPolicy policy) {
        RegistrationHouse made = new RegistrationHouse(policy, ROMEO, MERCUTIO);
        var hooks = made.server.hooks();
        hooks.install(
                new InviteCommands(
                        made.invitations,
                        made.store.accounts(),
                        account ->
                                CompletableFuture.completedFuture(
                                        rights.getOrDefault(account, Rights.CONTACTS)),
                        new InviteAddresses(policy != RegistrationPolicy.CLOSED, () -> 8443)));
        CommandResponder responder = new CommandResponder(new SecureRandom(), made.clock);
        hooks.iq(
                Target.SERVER,
                Name.of(CommandResponder.NAMESPACE, "command"),
                request ->
                        responder.run(
                                request.iq(),
                                request.byApplication(),
                                node -> hooks.command(Target.SERVER, node)));
        return made;
    }

    private TestClient client(RegistrationHouse where, Person person) {
        return where.server.client(person.on("one")).comesOnline().forgets();
    }

    private static Iq run(TestClient client, String node) {
        return client.asks(
                Iq.Type.SET,
                DOMAIN,
                Element.of("command", CommandResponder.NAMESPACE).attribute("node", node).build());
    }

    private static Iq goOn(TestClient client, Iq before, FormField... fields) {
        Element command = Objects.requireNonNull(before.payload());
        return client.asks(
                Iq.Type.SET,
                DOMAIN,
                Element.of("command", CommandResponder.NAMESPACE)
                        .attribute("node", command.attribute("node"))
                        .attribute("sessionid", command.attribute("sessionid"))
                        .attribute("action", "complete")
                        .child(
                                new DataForm(DataForm.Type.SUBMIT, null, null, List.of(fields))
                                        .toElement())
                        .build());
    }

    private static DataForm form(Iq answer) {
        return Objects.requireNonNull(DataForm.in(Objects.requireNonNull(answer.payload())));
    }

    private static String value(Iq answer, String name) {
        return Objects.requireNonNull(form(answer).value(name));
    }

    private static String token(String uri) {
        return uri.replaceAll(".*;preauth=([^;]+).*", "$1");
    }

    private static Iq create(TestClient client, @Nullable String username, boolean contact) {
        Iq asked = run(client, CREATE);
        return goOn(
                client,
                asked,
                FormField.text("username", null, username == null ? "" : username),
                FormField.bool("roster-subscription", null, contact));
    }

    @Spec(xep = 401, section = "4.1", says = "a link at once, without an account for everybody")
    @Test
    void everybody_invites_contacts() {
        Instant weekLater = house.clock.instant().plus(Duration.ofDays(7));
        house.clock.advance(Duration.ofNanos(338_093_260));
        TestClient romeo = client(house, ROMEO);
        Iq answer = run(romeo, INVITE);
        assertThat(Objects.requireNonNull(answer.payload()).attribute("status"))
                .isEqualTo("completed");
        DataForm form = form(answer);
        assertThat(form.formType()).isEqualTo("urn:xmpp:invite#invitation");
        assertThat(value(answer, "uri")).matches("xmpp:romeo@example\\.org\\?roster;preauth=[^;]+");
        assertThat(form.field("landing-url")).isNull();
        assertThat(value(answer, "expire")).isEqualTo(weekLater.toString()); // whole seconds

        TestClient mercutio = client(house, MERCUTIO);
        mercutio.sends(
                Presence.of(
                        Presence.Type.SUBSCRIBE,
                        null,
                        ROMEO.address(),
                        Element.of("preauth", "urn:xmpp:pars:0")
                                .attribute("token", token(value(answer, "uri")))
                                .build()));
        assertThat(mercutio.asksForRoster().toString()).contains("subscription='to'");
        RegistrationGate.Registrant visitor = house.visitor();
        assertThat(outcome(house.shows(visitor, token(value(answer, "uri")))))
                .isEqualTo("item-not-found");
    }

    @Spec(xep = 401, section = "4.1", says = "ibr=y, the account, and both in both lists")
    @Test
    void who_may_invite_to_accounts_makes_a_friend_with_an_account() {
        rights.put(ROMEO.address(), Rights.ACCOUNTS);
        TestClient romeo = client(house, ROMEO);
        Iq answer = run(romeo, INVITE);
        String uri = value(answer, "uri");
        assertThat(uri).matches("xmpp:romeo@example\\.org\\?roster;preauth=[^;]+;ibr=y");
        assertThat(value(answer, "landing-url"))
                .isEqualTo("https://example.org:8443/invite#" + token(uri));

        RegistrationGate.Registrant visitor = house.visitor();
        assertThat(outcome(house.shows(visitor, token(uri)))).isEqualTo("result");
        assertThat(outcome(house.registers(visitor, "juliet", PASSWORD))).isEqualTo("result");
        assertThat(romeo.nextIq().toElement().toString())
                .contains("juliet@example.org")
                .contains("subscription='both'");
        assertThat(client(house, JULIET).asksForRoster().toString())
                .contains("romeo@example.org")
                .contains("subscription='both'");
    }

    @Spec(xep = 401, section = "4.4", says = "an account of a given name, which is reserved")
    @Test
    void an_account_of_a_given_name_is_the_invited_s_alone() {
        rights.put(ROMEO.address(), Rights.ADMINISTRATOR);
        TestClient romeo = client(house, ROMEO);
        Iq answer = create(romeo, "juliet", false);
        String uri = value(answer, "uri");
        assertThat(uri).matches("xmpp:juliet@example\\.org\\?register;preauth=[^;]+");
        assertThat(outcome(create(romeo, "juliet", false))).isEqualTo("conflict");
        assertThat(house.exists("juliet")).isFalse();

        RegistrationGate.Registrant visitor = house.visitor();
        house.shows(visitor, token(uri));
        assertThat(outcome(house.registers(visitor, "juliet", PASSWORD))).isEqualTo("result");
        romeo.getsNothingMore();
    }

    @Test
    void an_account_without_a_name_and_with_a_place_in_the_contact_list() {
        rights.put(ROMEO.address(), Rights.ACCOUNTS);
        TestClient romeo = client(house, ROMEO);
        String bare = value(create(romeo, null, false), "uri");
        assertThat(bare).matches("xmpp:example\\.org\\?register;preauth=[^;]+");
        String friend = value(create(romeo, null, true), "uri");
        assertThat(friend).matches("xmpp:romeo@example\\.org\\?roster;preauth=[^;]+;ibr=y");
        String named = value(create(romeo, "juliet", true), "uri");
        RegistrationGate.Registrant visitor = house.visitor();
        house.shows(visitor, token(named));
        house.registers(visitor, "juliet", PASSWORD);
        assertThat(romeo.nextIq().toElement().toString()).contains("juliet@example.org");
    }

    @Test
    void names_that_cannot_be_are_refused() {
        rights.put(ROMEO.address(), Rights.ADMINISTRATOR);
        TestClient romeo = client(house, ROMEO);
        assertThat(outcome(create(romeo, "mercutio", false))).isEqualTo("conflict");
        assertThat(outcome(create(romeo, "a b", false))).isEqualTo("not-acceptable");
        house.provisioning.delete(MERCUTIO.address());
        house.server.settle();
        assertThat(outcome(create(romeo, "mercutio", false))).isEqualTo("conflict");
    }

    @Test
    void who_may_not_invite_to_accounts_is_forbidden_to() {
        TestClient romeo = client(house, ROMEO);
        assertThat(outcome(run(romeo, CREATE))).isEqualTo("forbidden");
        RegistrationHouse closed = house(RegistrationPolicy.CLOSED);
        rights.put(ROMEO.address(), Rights.ADMINISTRATOR);
        TestClient there = client(closed, ROMEO);
        assertThat(outcome(run(there, CREATE))).isEqualTo("forbidden");
        Iq invited = run(there, INVITE);
        assertThat(value(invited, "uri")).doesNotContain("ibr=y");
        assertThat(value(invited, "landing-url")).startsWith("https://example.org:8443/invite#");
    }

    @Test
    void so_many_are_open_and_no_more_until_one_is_taken_back() {
        TestClient romeo = client(house, ROMEO);
        for (int i = 0; i < 100; i++) {
            assertThat(form(run(romeo, INVITE)).field("uri")).isNotNull();
        }
        Iq refused = run(romeo, INVITE);
        assertThat(refused.toElement().toString()).contains("note").contains("error");
        Iq list = run(romeo, REVOKE);
        FormField.Option first =
                Objects.requireNonNull(form(list).field("invitations")).options().getFirst();
        goOn(
                romeo,
                list,
                FormField.of(FormField.Type.LIST_MULTI, "invitations", null, first.value()));
        assertThat(form(run(romeo, INVITE)).field("uri")).isNotNull();
    }

    @Test
    void one_takes_back_one_s_own_and_administrators_all_of_their_domain() {
        TestClient romeo = client(house, ROMEO);
        TestClient mercutio = client(house, MERCUTIO);
        String uri = value(run(romeo, INVITE), "uri");
        Iq nothing = run(mercutio, REVOKE);
        assertThat(nothing.toElement().toString()).contains("No invitation is open");

        rights.put(MERCUTIO.address(), Rights.ADMINISTRATOR);
        Iq all = run(mercutio, REVOKE);
        FormField field = Objects.requireNonNull(form(all).field("invitations"));
        assertThat(field.options()).hasSize(1);
        assertThat(field.options().getFirst().label()).contains("romeo@example.org");
        assertThat(all.toElement().toString()).doesNotContain(token(uri));
        goOn(
                mercutio,
                all,
                FormField.of(
                        FormField.Type.LIST_MULTI,
                        "invitations",
                        null,
                        field.options().getFirst().value()));
        assertThat(house.store.invites().list("example.org", 10).toCompletableFuture().join())
                .isEmpty();
    }

    @Test
    void nobody_of_another_domain_or_outside_invites_here() {
        house.add(BareJid.of("rosaline@other.example"));
        TestClient rosaline = client(house, Person.of("rosaline@other.example"));
        assertThat(run(rosaline, INVITE).isError()).isTrue();
        assertThat(run(rosaline, REVOKE).isError()).isTrue();
    }
}
