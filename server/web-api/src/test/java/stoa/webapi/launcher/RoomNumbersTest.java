package stoa.webapi.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.webapi.launcher.LauncherHouse.INTRANET;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.store.room.RoomVisit;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** What of rooms the icon counts: the same as the web chat's own number. */
@Timeout(60)
class RoomNumbersTest {
    private static final BareJid GARDEN = BareJid.of("garden@conference.example.org");
    private static final BareJid CRYPT = BareJid.of("crypt@conference.example.org");
    private static final String NOTIFY = "urn:xmpp:notification-settings:1";

    private LauncherHouse house;

    @BeforeEach
    void start() throws Exception {
        house = new LauncherHouse();
    }

    @AfterEach
    void stop() throws Exception {
        house.close();
    }

    private void keeps(BareJid room, String autojoin, Element... settings) {
        Element notify = Element.of("notify", NOTIFY).children(List.of(settings)).build();
        house.publishes(
                RoomNumbers.BOOKMARKS,
                room,
                Element.of("conference", RoomNumbers.BOOKMARKS)
                        .attribute("autojoin", autojoin)
                        .child("nick", "Juliet")
                        .child(
                                Element.of("extensions", RoomNumbers.BOOKMARKS)
                                        .child(notify)
                                        .build())
                        .build());
    }

    private static Element mention(String uri) {
        return Element.of("reference", "urn:xmpp:reference:0")
                .attribute("type", "mention")
                .attribute("begin", "0")
                .attribute("end", "2")
                .attribute("uri", uri)
                .build();
    }

    private static Element explicit(String attributes, String... modifiers) {
        Element.Builder mention = Element.of("mention", "urn:xmpp:mentions:0");
        for (String one : attributes.split("; ", -1)) {
            if (!one.isEmpty()) {
                String[] attribute = one.split("=", 2);
                mention.attribute(attribute[0], attribute[1]);
            }
        }
        for (String modifier : modifiers) {
            mention.child(Element.empty(modifier, "urn:xmpp:mentions:0"));
        }
        return mention.build();
    }

    private static String told(LauncherHouse.Events events) throws Exception {
        return String.valueOf(events.next());
    }

    @Test
    void lines_that_name_one_are_told_within_a_second_and_gone_when_they_are_read()
            throws Exception {
        keeps(GARDEN, "true");
        long in = house.saysIn(GARDEN, "Juliet", "I am here");
        house.rooms.visits.add(new RoomVisit(GARDEN, in));
        house.saysIn(GARDEN, "Romeo", "Juliet is the sun");
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            long begun = System.nanoTime();
            house.saysIn(GARDEN, "Romeo", "is anybody there?");
            house.saysIn(GARDEN, "Romeo", "@all", mention("xmpp:" + GARDEN));
            assertThat(told(events)).isEqualTo("{\"unread\":2}");
            LauncherRoutesTest.toldAtOnce(begun);
            long last = house.saysIn(GARDEN, "Romeo", "j", mention("xmpp:juliet%40example.org"));
            assertThat(told(events)).isEqualTo("{\"unread\":3}");
            house.displays(GARDEN, last);
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
            house.saysIn(GARDEN, "Romeo", "hm", mention("xmpp:" + GARDEN + "/Juliet"));
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            // Who answers has read.
            house.saysIn(GARDEN, "Juliet", "yes?");
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
        }
    }

    @Test
    @Spec(xep = 513, section = "3", says = "of an occupant, a person, or the whole room")
    void explicit_mentions_are_counted_and_forged_and_malformed_ones_are_not() throws Exception {
        String us = "occupantid=" + LauncherHouse.occupantId("Juliet");
        String all = "mentions=urn:xmpp:mentions:0#channel";
        List<Element> counted =
                List.of(
                        explicit(us),
                        explicit(us + "; begin=-1; end=2147483648"),
                        explicit("jid=juliet@example.org"),
                        explicit(all),
                        explicit(all + "; uri=xmpp:" + GARDEN + "?join"));
        List<Element> not =
                List.of(
                        explicit(""),
                        explicit("occupantid="),
                        explicit("occupantid=" + LauncherHouse.occupantId("Romeo")),
                        explicit("jid=romeo@example.org"),
                        explicit("jid=juliet"),
                        explicit(us + "; jid=juliet@example.org"),
                        explicit(us + "; " + all),
                        explicit("mentions=urn:xmpp:mentions:0channel"),
                        explicit("mentions=urn:xmpp:mentions:0#server; uri=xmpp:example.org"),
                        explicit(all + "; uri=xmpp:" + CRYPT),
                        explicit(all + "; uri=https://example.org/"),
                        explicit(us, "noping"),
                        explicit(us, "noping", "noping"),
                        explicit(all, "active"),
                        Element.of("mention", "urn:example:mentions")
                                .attribute("jid", "juliet@example.org")
                                .build(),
                        Element.of("mentions", "urn:xmpp:mentions:0")
                                .attribute("jid", "juliet@example.org")
                                .build());
        keeps(GARDEN, "true");
        house.rooms.visits.add(new RoomVisit(GARDEN, 1));
        for (Element mention : not) {
            house.saysIn(GARDEN, "Romeo", "hm", mention);
        }
        for (Element mention : counted) {
            house.saysIn(GARDEN, "Romeo", "hm", mention);
        }
        // Of two that name us the line is one all the same.
        house.saysIn(GARDEN, "Romeo", "hm", explicit(all), explicit(us), explicit(us, "noping"));
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":" + (counted.size() + 1) + "}");
        }
    }

    @Test
    void what_is_wanted_unread_again_is_counted_as_one_wishes_of_the_room() throws Exception {
        keeps(GARDEN, "true");
        house.rooms.visits.add(new RoomVisit(GARDEN, 1));
        house.saysIn(GARDEN, "Romeo", "is anybody there?");
        long last = house.saysIn(GARDEN, "Romeo", "Juliet?");
        house.displays(GARDEN, last);
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
            house.wantsUnread(GARDEN, 2, 1, last);
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            keeps(GARDEN, "true", Element.empty("always", NOTIFY));
            assertThat(told(events)).isEqualTo("{\"unread\":2}");
            house.saysIn(GARDEN, "Romeo", "nobody");
            assertThat(told(events)).isEqualTo("{\"unread\":3}");
            house.clock.advance(Duration.ofMinutes(1));
            house.saysIn(GARDEN, "Juliet", "I am");
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
        }
    }

    @Test
    void what_one_wishes_of_a_room_holds() throws Exception {
        house.rooms.visits.add(new RoomVisit(GARDEN, 1));
        keeps(GARDEN, "true", Element.empty("always", NOTIFY));
        house.saysIn(GARDEN, "Romeo", "is anybody there?");
        house.saysIn(GARDEN, "Romeo", "Juliet?");
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":2}");
            keeps(GARDEN, "true", Element.empty("on-mention", NOTIFY));
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            keeps(GARDEN, "true", Element.empty("never", NOTIFY));
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
            keeps(GARDEN, "1");
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            keeps(GARDEN, "false", Element.empty("always", NOTIFY));
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
        }
    }

    @Test
    void of_a_room_that_one_may_not_read_nothing_is_told() throws Exception {
        house.rooms.visits.add(new RoomVisit(GARDEN, 1));
        house.rooms.visits.add(new RoomVisit(CRYPT, 1));
        keeps(GARDEN, "true");
        keeps(CRYPT, "true");
        house.rooms.closed.add(CRYPT);
        house.saysIn(CRYPT, "Romeo", "Juliet!");
        house.saysIn(GARDEN, "Romeo", "Juliet!");
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":1}");
            house.rooms.closed.remove(CRYPT);
            house.rooms.closed.add(GARDEN);
            house.saysIn(GARDEN, "Romeo", "Juliet! Juliet!");
            house.displays(GARDEN, 1);
            house.saysIn(CRYPT, "Romeo", "Juliet! Juliet!");
            assertThat(told(events)).isEqualTo("{\"unread\":2}");
        }
    }

    @Test
    void rooms_that_are_not_kept_are_not_counted_and_old_lines_neither() throws Exception {
        house.rooms.visits.add(new RoomVisit(GARDEN, 1));
        house.rooms.visits.add(new RoomVisit(CRYPT, 1));
        keeps(GARDEN, "true");
        house.saysIn(CRYPT, "Romeo", "Juliet!");
        house.saysIn(GARDEN, "Romeo", "Juliet!");
        house.clock.advance(UnreadNumbers.REACH.plusSeconds(1));
        house.signIn();
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(told(events)).isEqualTo("{\"unread\":0}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "juliet, true",
        "'JULIET, come', true",
        "'(juliet)', true",
        "juliets, false",
        "_juliet, false",
        "éjuliet, false",
        "'juliets and Juliet', true",
        "nobody, false"
    })
    void a_name_counts_as_a_word_of_its_own(String text, boolean named) {
        assertThat(RoomRule.hasWord(text, "Juliet")).isEqualTo(named);
        assertThat(RoomRule.hasWord(text, " ")).isFalse();
    }
}
