package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.Affiliation;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0463: who has which affiliation, since when one last saw. */
class AffiliationVersionsTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private final Person phone = scene.person("juliet@example.org/phone");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened("muc#roomconfig_membersonly", "1", "muc#roomconfig_whois", "anyone");
        makes("romeo@example.org", "member");
        romeo.joins("Romeo");
        scene.clear();
    }

    private void makes(String who, String affiliation) {
        assertThat(
                        juliet.admin(Iq.Type.SET, item("jid", who, "affiliation", affiliation))
                                .isError())
                .isFalse();
    }

    private static void enters(Person who, String nick, @Nullable String since) {
        who.joins(nick, Element.of("mav", Muc.AFFILIATIONS).attribute("since", since).build());
    }

    private static @Nullable Element mav(Stanza stanza) {
        Element x = stanza.payload("x", Muc.USER);
        return x == null ? null : x.child("mav", Muc.AFFILIATIONS);
    }

    private static @Nullable String since(Stanza stanza) {
        return Objects.requireNonNull(mav(stanza)).attribute("since");
    }

    private static String until(Stanza stanza) {
        return Objects.requireNonNull(Objects.requireNonNull(mav(stanza)).attribute("until"));
    }

    private static List<String> items(Message message) {
        Element x = Objects.requireNonNull(message.payload("x", Muc.USER));
        return x.elements()
                .filter(e -> e.is("item", Muc.USER))
                .map(e -> e.attribute("jid") + " " + e.attribute("affiliation"))
                .toList();
    }

    /** Enters, and returns what its own presence says is the version. */
    private String version(Person who, String nick) {
        enters(who, nick, null);
        Presence self =
                (Presence)
                        who.inbox().stream()
                                .filter(s -> s instanceof Presence && Person.codes(s).contains(110))
                                .findFirst()
                                .orElseThrow();
        scene.clear();
        return until(self);
    }

    @Spec(
            xep = 463,
            section = "5.2.1",
            says = "the whole list first, then presence, then the version")
    @Test
    void who_asks_for_the_first_time_gets_all() {
        makes("tybalt@example.org", "outcast");
        scene.clear();
        enters(phone, "Juliet", null);

        Message all = phone.getsMessage();
        assertThat(items(all))
                .containsExactly(
                        "juliet@example.org owner",
                        "romeo@example.org member",
                        "tybalt@example.org outcast");
        assertThat(since(all)).isNull();
        assertThat(phone.getsPresence("Romeo")).matches(presence -> mav(presence) == null);
        assertThat(until(phone.getsPresence("Juliet"))).isEqualTo(until(all));
        juliet.inbox()
                .forEach(heard -> assertThat(heard.toElement().toString()).doesNotContain("mav"));
    }

    @Spec(xep = 463, section = "5.2.1", says = "what changed since that version")
    @Test
    void who_was_here_before_gets_what_has_changed() {
        String known = version(phone, "Juliet");
        makes("nurse@example.org", "member");
        makes("tybalt@example.org", "member");
        makes("tybalt@example.org", "none");
        makes("romeo@example.org", "admin");
        phone.leaves("Juliet");
        scene.clear();

        enters(phone, "Juliet", known);

        Message diff = phone.getsMessage();
        assertThat(since(diff)).isEqualTo(known);
        assertThat(items(diff))
                .containsExactlyInAnyOrder(
                        "nurse@example.org member",
                        "tybalt@example.org none",
                        "romeo@example.org admin");
        phone.getsPresence("Romeo");
        String now = until(phone.getsPresence("Juliet"));
        assertThat(now).isEqualTo(until(diff)).isNotEqualTo(known);
        scene.clear();

        enters(phone, "Juliet", now);
        phone.getsPresence("Romeo");
        assertThat(until(phone.getsPresence("Juliet")))
                .as("nothing new, no message")
                .isEqualTo(now);
    }

    @Spec(xep = 463, section = "5.2.1", says = "a version that is not known: the whole list")
    @Test
    void an_unknown_version_gets_all() {
        enters(phone, "Juliet", "of another room");

        Message all = phone.getsMessage();
        assertThat(since(all)).isNull();
        assertThat(items(all)).hasSize(2);
    }

    @Spec(xep = 463, section = "5.2.2", says = "a change says from which version to which it leads")
    @Test
    void changes_are_steps_that_join() {
        String before = version(phone, "Juliet");
        makes("romeo@example.org", "admin");
        juliet.admin(
                Iq.Type.SET,
                item("jid", "nurse@example.org", "affiliation", "member"),
                item("jid", "romeo@example.org", "affiliation", "outcast"),
                item("jid", "tybalt@example.org", "affiliation", "outcast"));

        List<Stanza> steps = new ArrayList<>();
        for (Stanza heard : phone.inbox()) {
            if (mav(heard) != null) {
                steps.add(heard);
            }
        }
        assertThat(steps).hasSize(4);
        String reached = before;
        for (Stanza step : steps) {
            assertThat(since(step)).isEqualTo(reached);
            reached = until(step);
        }
        assertThat(version(phone, "Juliet")).isEqualTo(reached);
        assertThat(steps.get(2)).isInstanceOf(Presence.class);
        assertThat(Person.codes(steps.get(2))).contains(301);
    }

    @Test
    void the_version_is_that_of_the_lists_also_after_a_restart() {
        String before = version(phone, "Juliet");
        makes("nurse@example.org", "member");
        makes("nurse@example.org", "none");
        assertThat(version(phone, "Juliet")).isEqualTo(before);

        Affiliations again = Affiliations.of(scene.room.affiliations().all());

        assertThat(again.version()).isEqualTo(scene.room.affiliations().version());
        assertThat(again.steps()).isEmpty();
    }

    @Spec(xep = 463, section = "5.2.3", says = "who may read no list gets forbidden")
    @Test
    void who_may_not_read_the_lists_is_told_so_and_enters() {
        juliet.configures("muc#roomconfig_membersonly", "0");
        scene.clear();
        Person tybalt = scene.person("tybalt@example.org/x");

        enters(tybalt, "Tybalt", null);

        Message error = tybalt.getsMessage();
        assertThat(error.isError()).isTrue();
        assertThat(ErrorReader.condition(error)).isEqualTo(Condition.FORBIDDEN);
        assertThat(error.from()).isEqualTo(Scene.GARDEN);
        assertThat(scene.room.occupants().byNick("Tybalt")).isNotNull();
    }

    @Test
    void a_member_is_told_nothing_of_outcasts() {
        String known = version(romeo.on("phone"), "Romeo");
        makes("nurse@example.org", "member");
        makes("nurse@example.org", "outcast");
        scene.clear();
        Person tablet = romeo.on("tablet");

        enters(tablet, "Romeo", known);

        assertThat(items(tablet.getsMessage())).containsExactly("nurse@example.org none");
        enters(romeo.on("other"), "Romeo", null);
        assertThat(items(romeo.on("other").getsMessage()))
                .containsExactly("juliet@example.org owner", "romeo@example.org member");
    }

    @Test
    void who_does_not_ask_is_told_of_no_version() {
        phone.joins("Juliet");
        phone.inbox().forEach(heard -> assertThat(mav(heard)).isNull());
    }

    @Test
    void long_lists_come_in_several_messages_that_join() {
        Element[] many = new Element[2 * AffiliationVersions.MOST_ITEMS];
        for (int i = 0; i < many.length; i++) {
            many[i] = item("jid", "p" + i + "@example.org", "affiliation", "member");
        }
        juliet.admin(Iq.Type.SET, many);
        scene.clear();

        enters(phone, "Juliet", null);

        Message first = phone.getsMessage();
        Message second = phone.getsMessage();
        Message third = phone.getsMessage();
        assertThat(since(first)).isNull();
        assertThat(since(second)).isEqualTo(until(first));
        assertThat(since(third)).isEqualTo(until(second));
        assertThat(items(first).size() + items(second).size() + items(third).size())
                .isEqualTo(many.length + 2);
        phone.getsPresence("Romeo");
        assertThat(until(phone.getsPresence("Juliet"))).isEqualTo(until(third));
    }

    @Test
    void old_steps_are_forgotten() {
        Affiliations lists = Affiliations.NOBODY;
        for (int i = 0; i < 2 * Affiliations.MOST_STEPS; i++) {
            lists =
                    lists.with(
                            List.of(
                                    Affiliations.entry(
                                            BareJid.of("p" + i + "@example.org"),
                                            Affiliation.MEMBER)));
        }
        assertThat(lists.steps()).hasSize(Affiliations.MOST_STEPS);
    }

    @Test
    void a_domain_that_is_no_member_any_more_leaves_with_its_people() {
        makes("verona.example", "member");
        Person paris = scene.person("paris@verona.example/x");
        paris.joins("Paris");
        scene.clear();

        makes("verona.example", "none");

        assertThat(Person.codes(juliet.getsPresence("Paris"))).containsExactly(321);
        assertThat(scene.room.occupants().byNick("Paris")).isNull();
    }
}
