package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.Bytes;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What a browser's page would drop is not posted to it. */
class HeldBackStoryTest {
    private static final String WISHES = "urn:stoa:notifications:0";
    private static final String MARKS = "urn:stoa:conversations:0";
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
    private static final String NOTIFY = "urn:xmpp:notification-settings:1";
    private static final String GARDEN = "garden@conference.example.org";
    private static final Element NEVER =
            Element.of("notify", NOTIFY).child(Element.empty("never", NOTIFY)).build();
    private static final Element URGENT = Element.empty("urgent", MARKS);

    private final PushHouse push = new PushHouse(PushDetails.COUNT, 500);
    private final Browser browser = push.browser;
    private final TestClient web =
            push.house.server.client(JULIET.on("web")).comesOnline().forgets();
    private final TestClient pc = push.house.server.client(ROMEO.on("pc")).comesOnline().forgets();

    /** The page is registered, and closed. */
    private void isClosed(String... more) {
        Element enable = PushHouse.enable("example.org", "browser-1", browser.options(more));
        assertThat(web.asks(Iq.Type.SET, null, enable).type()).isEqualTo(Iq.Type.RESULT);
        web.leaves();
    }

    /** How many posts come of what Romeo says now; whatever is coalesced is over then. */
    private int postsOf(String words) {
        return postsOf(pc, words);
    }

    private int postsOf(TestClient speaker, String words) {
        int before = browser.posted.size();
        speaker.sends(chat().to(JULIET.address()).body(words));
        push.pass(Duration.ofSeconds(11));
        return browser.posted.size() - before;
    }

    private static Element quiet(String from, String to) {
        return Element.of("notifications", WISHES)
                .child(
                        Element.of("quiet", WISHES)
                                .attribute("on", "true")
                                .attribute("from", from)
                                .attribute("to", to)
                                .attribute("days", "0 1 2 3 4 5 6")
                                .build())
                .build();
    }

    private static Element conversation(Element... marks) {
        Element.Builder conversation = Element.of("conversation", MARKS);
        for (Element mark : marks) {
            conversation.child(mark);
        }
        return conversation.build();
    }

    private static Element bookmark(Element... marks) {
        Element.Builder extensions = Element.of("extensions", BOOKMARKS);
        for (Element mark : marks) {
            extensions.child(mark);
        }
        return Element.of("conference", BOOKMARKS)
                .attribute("autojoin", "true")
                .child(extensions.build())
                .build();
    }

    private String in(Duration time) {
        return push.house.clock.instant().plus(time).toString();
    }

    @Test
    void in_quiet_hours_where_the_browser_is_nothing_is_posted() {
        ZonedDateTime there = push.house.clock.instant().atZone(ZoneId.of("Asia/Tokyo"));
        int minute = there.getHour() * 60 + there.getMinute();
        int end = (minute + 30) % (24 * 60);
        push.keeps(WISHES, "current", quiet(Integer.toString(minute), Integer.toString(end)));
        isClosed("zone", "Asia/Tokyo");
        assertThat(postsOf("Asleep?")).isZero();
        push.pass(Duration.ofMinutes(31));
        assertThat(browser.posted).as("told later").isEmpty();
        assertThat(postsOf("Good morrow!")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Verona/Balcony", "", "../../etc/passwd", "+99:00", "x x"})
    void a_browser_whose_zone_nobody_knows_keeps_quiet_hours_itself(String zone) {
        push.keeps(WISHES, "current", quiet("0", "0"));
        isClosed("zone", zone);
        assertThat(postsOf("Asleep?")).isEqualTo(1);
    }

    @Test
    void in_a_pause_nothing_is_posted_wherever_the_browser_is() {
        push.keeps(
                WISHES,
                "current",
                Element.of("notifications", WISHES)
                        .attribute("snoozed-until", in(Duration.ofMinutes(10)))
                        .build());
        isClosed();
        assertThat(postsOf("Now?")).isZero();
        push.pass(Duration.ofMinutes(10));
        assertThat(postsOf("And now?")).isEqualTo(1);
    }

    @Test
    void only_her_own_wishes_count() {
        push.keeps(ROMEO, WISHES, "current", quiet("0", "0"));
        push.keeps(ROMEO, MARKS, JULIET.address().toString(), conversation(NEVER));
        isClosed("zone", "Europe/Rome");
        assertThat(postsOf("Awake?")).isEqualTo(1);
    }

    @Spec(xep = 492, section = "3", says = "never: no notification")
    @Test
    void of_who_is_muted_nothing_is_posted() {
        push.keeps(MARKS, ROMEO.address().toString(), conversation(NEVER));
        isClosed();
        assertThat(postsOf("Juliet!")).isZero();
        TestClient other = push.house.server.client(MERCUTIO.on("pc")).comesOnline().forgets();
        assertThat(postsOf(other, "A plague!")).isEqualTo(1);
    }

    @Test
    void of_who_is_to_be_quiet_for_a_while_nothing_is_posted_in_that() {
        Element snoozed =
                Element.of("snoozed", MARKS).attribute("until", in(Duration.ofMinutes(10))).build();
        push.keeps(MARKS, ROMEO.address().toString(), conversation(snoozed));
        isClosed();
        assertThat(postsOf("Now?")).isZero();
        push.pass(Duration.ofMinutes(10));
        assertThat(postsOf("And now?")).isEqualTo(1);
    }

    @Test
    void who_is_not_to_be_disturbed_is_told_only_of_what_is_urgent() {
        isClosed("show", "dnd");
        assertThat(postsOf("Busy?")).isZero();
        push.keeps(MARKS, ROMEO.address().toString(), conversation(URGENT));
        assertThat(postsOf("The house is on fire.")).isEqualTo(1);
        push.keeps(MARKS, ROMEO.address().toString(), conversation(URGENT, NEVER));
        assertThat(postsOf("And how.")).isZero();
    }

    @Test
    void of_a_request_to_see_presence_nothing_is_posted_in_a_pause_either() {
        PushHouse own = new PushHouse(PushDetails.COUNT, 0);
        TestClient hers = own.house.server.client(JULIET.on("web")).comesOnline().forgets();
        TestClient his = own.house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        TestClient others = own.house.server.client(MERCUTIO.on("pc")).comesOnline().forgets();
        hers.asks(
                Iq.Type.SET,
                null,
                PushHouse.enable("example.org", "browser-1", own.browser.options()));
        hers.leaves();
        his.sends(Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
        assertThat(own.browser.posted).hasSize(1);
        own.pass(Duration.ofMinutes(1));
        own.keeps(
                WISHES,
                "current",
                Element.of("notifications", WISHES)
                        .attribute(
                                "snoozed-until",
                                own.house.clock.instant().plusSeconds(600).toString())
                        .build());
        others.sends(Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
        own.pass(Duration.ofMinutes(1));
        assertThat(own.browser.posted).hasSize(1);
    }

    @Test
    void of_a_room_its_bookmark_says_it() {
        TestClient phone = push.house.server.client(JULIET.on("phone")).comesOnline().forgets();
        isClosed();
        phone.acknowledges().hibernates();
        assertThat(postsOfGarden(phone, "What light?")).isEqualTo(1);
        push.keeps(BOOKMARKS, GARDEN, bookmark(NEVER));
        assertThat(postsOfGarden(phone, "Hello?")).isZero();
        push.keeps(BOOKMARKS, GARDEN, bookmark());
        assertThat(postsOfGarden(phone, "Ah!")).isEqualTo(1);
    }

    /** As a room speaks to its occupants, past their accounts. */
    private int postsOfGarden(TestClient to, String words) {
        FullJid romeo = FullJid.of(GARDEN + "/Romeo");
        Message message =
                Message.of(
                        Message.Type.GROUPCHAT,
                        romeo,
                        null,
                        Element.text("body", Stanza.CLIENT, words));
        int before = browser.posted.size();
        push.house
                .accounts
                .router()
                .send(EncodedStanza.of(message.toElement()), romeo, to.address());
        push.pass(Duration.ofSeconds(11));
        return browser.posted.size() - before;
    }

    @Test
    void wishes_that_cannot_be_read_keep_nothing_back() {
        push.keeps(JULIET, WISHES, "current", Bytes.of(new byte[] {'<', 'x'}));
        isClosed("zone", "Europe/Rome");
        assertThat(postsOf("Hello?")).isEqualTo(1);
    }
}
