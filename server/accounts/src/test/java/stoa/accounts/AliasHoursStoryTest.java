package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.AliasHouse.ALIAS;
import static stoa.accounts.AliasHouse.ROMEOS;
import static stoa.accounts.AliasHouse.SUPPORT;
import static stoa.accounts.AliasHouse.pushed;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.store.alias.AliasHours;
import stoa.store.alias.HoursNotation;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** When an alias is answered: docs/features/aliases.md. */
class AliasHoursStoryTest {
    private final AliasHouse house = new AliasHouse();

    private TestClient romeo() {
        return house.online(ROMEO, "phone");
    }

    private TestClient juliet() {
        return house.online(JULIET, "laptop");
    }

    private static Element aliases(TestClient client) {
        Iq all =
                client.asks(
                        Iq.Type.GET,
                        DomainJid.of("alias.example.org"),
                        Element.empty("aliases", ALIAS));
        return Objects.requireNonNull(
                Objects.requireNonNull(all.payload()).child("alias", ALIAS), all.toString());
    }

    @Test
    void everybody_is_told_its_hours_and_that_they_have_changed() {
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        romeo.forgets();
        juliet.forgets();
        assertThat(aliases(romeo).child("hours", ALIAS)).isNull();
        AliasHours hours =
                HoursNotation.read(
                        "Europe/Berlin", List.of("Mon-Fri 09:00-17:00", "Sun 22:00-02:00"));
        house.done(house.register.hours(SUPPORT, hours));
        for (TestClient person : List.of(romeo, juliet)) {
            assertThat(pushed(person).attribute("jid")).isEqualTo(SUPPORT.toString());
            Element told = Objects.requireNonNull(aliases(person).child("hours", ALIAS));
            assertThat(told.attribute("zone")).isEqualTo("Europe/Berlin");
            assertThat(told.elements().map(AliasHoursStoryTest::span).toList())
                    .containsExactly("1 2 3 4 5|09:00|17:00", "7|22:00|02:00");
        }
        assertThat(aliases(juliet).attribute("member")).isEqualTo("true");
        assertThat(aliases(romeo).attribute("member")).isNull();
        // The same once more changes nothing; none are told, too, and outlive a restart.
        house.done(house.register.hours(SUPPORT, hours));
        romeo.getsNothingMore();
        house.restarts();
        TestClient again = romeo();
        assertThat(aliases(again).child("hours", ALIAS)).isNotNull();
        again.forgets();
        house.done(house.register.hours(SUPPORT, null));
        assertThat(pushed(again).attribute("jid")).isEqualTo(SUPPORT.toString());
        assertThat(aliases(again).child("hours", ALIAS)).isNull();
    }

    @Test
    void what_is_sent_outside_its_hours_is_told_as_at_any_time() {
        house.done(
                house.register.hours(
                        SUPPORT,
                        HoursNotation.read("Etc/UTC", List.of(neverNow() + " 09:00-10:00"))));
        TestClient romeo = romeo();
        TestClient juliet = juliet();
        romeo.forgets();
        juliet.forgets();
        romeo.sends(chat().to(SUPPORT).body("Anybody?"));
        pushed(juliet);
        juliet.gets(chat().from(ROMEOS).body("Anybody?"));
        romeo.getsNothingMore();
    }

    /** The day after tomorrow, by the clock of the house. */
    private String neverNow() {
        DayOfWeek today = house.house.clock.instant().atOffset(ZoneOffset.UTC).getDayOfWeek();
        return today.plus(2).name();
    }

    private static String span(Element open) {
        return open.attribute("days")
                + "|"
                + open.attribute("from")
                + "|"
                + open.attribute("until");
    }
}
