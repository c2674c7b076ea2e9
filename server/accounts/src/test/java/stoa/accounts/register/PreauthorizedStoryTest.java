package stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.store.invite.Invite;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

/** Requests for presence that come with a token, XEP-0379. */
class PreauthorizedStoryTest {
    private static final Invite.Grants CONTACT = new Invite.Grants(false, true, null);

    private final RegistrationHouse house =
            new RegistrationHouse(RegistrationPolicy.CLOSED, JULIET, ROMEO, MERCUTIO);

    private static Presence asksWith(String token, Person whom) {
        return Presence.of(
                Presence.Type.SUBSCRIBE,
                null,
                whom.address(),
                Element.of("preauth", "urn:xmpp:pars:0").attribute("token", token).build());
    }

    private static String subscription(TestClient client, Person contact) {
        return client.asksForRoster()
                .elements()
                .filter(item -> contact.address().toString().equals(item.attribute("jid")))
                .map(item -> Objects.requireNonNull(item.attribute("subscription")))
                .findFirst()
                .orElse("");
    }

    private TestClient client(Person person) {
        return house.server.client(person.on("one")).comesOnline().forgets();
    }

    @Spec(xep = 379, section = "3.4", says = "approved at once, and asked in turn")
    @Test
    void who_has_romeo_s_token_is_his_contact_without_asking_him() {
        String token = house.invitation(ROMEO, CONTACT);
        TestClient pc = client(ROMEO);
        TestClient laptop = client(JULIET);

        laptop.sends(Presence.of(Presence.Type.SUBSCRIBED, null, ROMEO.address())); // 3.3
        laptop.sends(asksWith(token, ROMEO));

        assertThat(subscription(laptop, ROMEO)).isEqualTo("both");
        assertThat(subscription(pc, JULIET)).isEqualTo("both");
        while (!pc.hasNothing()) {
            if (pc.next() instanceof Presence p) {
                assertThat(p.type()).isNotEqualTo(Presence.Type.SUBSCRIBE);
            }
        }
    }

    @Test
    void romeo_need_not_be_there() {
        String token = house.invitation(ROMEO, CONTACT);
        TestClient laptop = client(JULIET);
        laptop.sends(asksWith(token, ROMEO));
        assertThat(subscription(laptop, ROMEO)).isEqualTo("to");
        laptop.sends(Presence.of(Presence.Type.SUBSCRIBED, null, ROMEO.address()));
        assertThat(subscription(laptop, ROMEO)).isEqualTo("both");
    }

    private void isAsked(Person inviter, String token) {
        TestClient pc = client(inviter);
        TestClient laptop = client(JULIET);
        laptop.sends(asksWith(token, inviter));
        pc.gets(Presence.Type.SUBSCRIBE, JULIET.address());
        pc.getsNothingMore();
        assertThat(subscription(laptop, inviter)).isEqualTo("none");
        pc.leaves();
        laptop.leaves();
    }

    @Spec(xep = 379, section = "4.1", says = "as if no token were there")
    @Test
    void a_token_that_is_none_is_as_good_as_none() {
        isAsked(ROMEO, "made up");
    }

    @Test
    void a_token_is_good_for_its_inviter_alone() {
        isAsked(MERCUTIO, house.invitation(ROMEO, CONTACT));
    }

    @Test
    void an_invitation_to_an_account_is_none_to_a_contact_list() {
        isAsked(ROMEO, house.invitation(ROMEO, Invite.Grants.ACCOUNT));
    }

    @Spec(xep = 379, section = "5.2", says = "limited in time")
    @Test
    void a_token_expires() {
        String token = house.invitation(ROMEO, CONTACT);
        house.clock.advance(Duration.ofDays(7).plusMillis(1));
        isAsked(ROMEO, token);
    }

    @Spec(xep = 379, section = "5.2", says = "for the address it was made for")
    @Test
    void a_token_for_another_address_is_not_taken() {
        isAsked(ROMEO, house.invitation(ROMEO, new Invite.Grants(false, true, "nurse")));
    }

    @Spec(xep = 379, section = "5.2", says = "used once")
    @Test
    void a_token_is_used_once() {
        String token = house.invitation(ROMEO, CONTACT);
        TestClient laptop = client(JULIET);
        TestClient mercutio = client(MERCUTIO);
        laptop.sends(asksWith(token, ROMEO));
        mercutio.sends(asksWith(token, ROMEO));
        assertThat(subscription(laptop, ROMEO)).isEqualTo("to");
        assertThat(subscription(mercutio, ROMEO)).isEqualTo("none");
    }

    @Test
    void two_at_the_same_moment_are_one_too_many() {
        String token = house.invitation(ROMEO, CONTACT);
        TestClient laptop = client(JULIET);
        TestClient mercutio = client(MERCUTIO);
        laptop.submits(asksWith(token, ROMEO));
        mercutio.submits(asksWith(token, ROMEO));
        house.server.settle();
        assertThat(subscription(laptop, ROMEO) + subscription(mercutio, ROMEO))
                .isIn("tonone", "noneto");
    }

    @Test
    void somebody_who_sees_romeo_already_uses_no_token() {
        String token = house.invitation(ROMEO, CONTACT);
        TestClient pc = client(ROMEO);
        TestClient laptop = client(JULIET);
        laptop.sends(Presence.of(Presence.Type.SUBSCRIBE, null, ROMEO.address()));
        pc.sends(Presence.of(Presence.Type.SUBSCRIBED, null, JULIET.address()));
        laptop.sends(asksWith(token, ROMEO));
        TestClient mercutio = client(MERCUTIO);
        mercutio.sends(asksWith(token, ROMEO));
        assertThat(subscription(mercutio, ROMEO)).isEqualTo("to");
    }
}
