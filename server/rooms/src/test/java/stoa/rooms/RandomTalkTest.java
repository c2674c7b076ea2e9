package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * Random people do random things in a room; what must always hold is checked after every step. The
 * seed is the test's parameter, so a failure is repeated by running it again.
 */
class RandomTalkTest {
    private static final String[] PEOPLE = {
        "juliet", "romeo", "nurse", "mercutio", "tybalt", "benvolio"
    };
    private static final String[] NICKS = {"Juliet", "Romeo", "Nurse", "Queen Mab", " x ", "  "};
    private static final String[] AFFILIATIONS = {"owner", "admin", "member", "none", "outcast"};
    private static final String[] ROLES = {"moderator", "participant", "visitor", "none"};

    private final Scene scene = new Scene();
    private final List<Person> sessions = new ArrayList<>();

    /** What each session has to have heard, told by the state when it was said. */
    private final Map<FullJid, List<String>> expected = new HashMap<>();

    private final Map<FullJid, List<String>> heard = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1597, 20260501})
    void whatever_people_do(long seed) {
        Random random = new Random(seed);
        for (String name : PEOPLE) {
            sessions.add(scene.person(name + "@example.org/pc"));
            sessions.add(scene.person(name + "@example.org/phone"));
        }
        for (int step = 0; step < 600; step++) {
            Person who = sessions.get(random.nextInt(sessions.size()));
            act(who, random, step);
            collect();
            invariants();
        }
        assertThat(heard).isEqualTo(expected);
        assertThat(heard.values().stream().mapToInt(List::size).sum()).isPositive();
    }

    private void act(Person who, Random random, int step) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> who.joins(pick(NICKS, random));
            case 3 -> who.leaves(pick(NICKS, random));
            case 4 -> who.shows(pick(NICKS, random));
            case 5, 6, 7 -> talk(who, step, random);
            case 8 -> who.whispers(pick(NICKS, random), "psst");
            case 9 ->
                    who.admin(
                            Iq.Type.SET,
                            Person.item(
                                    "jid",
                                    pick(PEOPLE, random) + "@example.org",
                                    "affiliation",
                                    pick(AFFILIATIONS, random)));
            case 10 ->
                    who.admin(
                            Iq.Type.SET,
                            Person.item("nick", pick(NICKS, random), "role", pick(ROLES, random)));
            case 11, 12 -> retract(who, step, random);
            default ->
                    who.configures(
                            "muc#roomconfig_membersonly",
                            random.nextInt(4) == 0 ? "1" : "0",
                            "muc#roomconfig_moderatedroom",
                            random.nextInt(3) == 0 ? "1" : "0",
                            "muc#roomconfig_whois",
                            random.nextBoolean() ? "anyone" : "moderators");
        }
    }

    private void talk(Person who, int step, Random random) {
        Occupant author = scene.room.occupant(who.address);
        String text = "line " + step;
        if (author != null && author.role().atLeast(Role.PARTICIPANT)) {
            for (Occupant occupant : scene.room.occupants().list()) {
                for (Seat seat : occupant.seats()) {
                    expected.computeIfAbsent(seat.address(), k -> new ArrayList<>()).add(text);
                }
            }
        }
        who.says(text, "o" + step);
        if (author != null && author.role().atLeast(Role.PARTICIPANT) && random.nextInt(5) == 0) {
            expected.computeIfAbsent(who.address, k -> new ArrayList<>()).add(text);
            who.says(text, "o" + step); // a resend is heard by its sender only
        }
    }

    /** Takes a line back that newcomers may be shown: only its author, or a moderator, may. */
    private void retract(Person who, int step, Random random) {
        List<Line> lines = scene.room.history().lines();
        if (lines.isEmpty()) {
            return;
        }
        Line line = lines.get(random.nextInt(lines.size()));
        long id = Objects.requireNonNull(line.slot()).id();
        Element retract =
                Element.of("retract", Muc.RETRACT).attribute("id", Long.toString(id)).build();
        Occupant now = scene.room.occupant(who.address);
        boolean may;
        if (random.nextBoolean()) {
            may = now != null && now.isModerator();
            who.ask(
                    Element.of("moderate", Muc.MODERATE)
                            .attribute("id", Long.toString(id))
                            .child(Element.empty("retract", Muc.RETRACT))
                            .build());
        } else {
            may =
                    now != null
                            && now.role().atLeast(Role.PARTICIPANT)
                            && Objects.equals(
                                    line.message().payload("occupant-id", Muc.OCCUPANT_ID),
                                    OccupantId.element(now));
            who.sends(retract);
        }
        assertThat(scene.room.history().lines().contains(line)).as("step %s", step).isEqualTo(!may);
        assertThat(Tombstone.is(Objects.requireNonNull(scene.archived(id)))).isEqualTo(may);
    }

    private static String pick(String[] some, Random random) {
        return some[random.nextInt(some.length)];
    }

    /** Takes the live lines out of the inboxes; history has a delay element. */
    private void collect() {
        for (Person person : sessions) {
            for (Stanza stanza : person.inbox()) {
                if (stanza instanceof Message message
                        && message.type() == Message.Type.GROUPCHAT
                        && message.body() != null
                        && !message.has("delay", Muc.DELAY)) {
                    heard.computeIfAbsent(person.address, k -> new ArrayList<>())
                            .add(message.body());
                }
                if (stanza instanceof Presence presence) {
                    addressesOnlyForThoseWhoMay(person, presence);
                }
            }
        }
        scene.clear();
    }

    private void addressesOnlyForThoseWhoMay(Person reader, Presence presence) {
        Occupant now = scene.room.occupant(reader.address);
        if (now == null || now.isModerator() || !presence.has("x", Muc.USER)) {
            return; // gone, or may see
        }
        String address = Person.itemOf(presence).attribute("jid");
        boolean own = address != null && FullJid.of(address).bare().equals(now.account());
        if (!own && !Whois.everybodySees(scene.room)) {
            assertThat(address).as("%s reads %s", reader.address, presence).isNull();
        }
    }

    private void invariants() {
        Room room = scene.room;
        Set<String> nicks = new HashSet<>();
        Set<FullJid> addresses = new HashSet<>();
        for (Occupant occupant : room.occupants().list()) {
            assertThat(nicks.add(occupant.nick())).as("nick once").isTrue();
            assertThat(occupant.seats()).isNotEmpty();
            for (Seat seat : occupant.seats()) {
                assertThat(addresses.add(seat.address())).as("session once").isTrue();
                assertThat(seat.address().bare()).isEqualTo(occupant.account());
                assertThat(room.occupant(seat.address())).isEqualTo(occupant);
            }
            Affiliation affiliation = room.affiliation(occupant.account());
            assertThat(occupant.affiliation()).isEqualTo(affiliation);
            assertThat(affiliation).isNotEqualTo(Affiliation.OUTCAST);
            assertThat(occupant.role()).isNotEqualTo(Role.NONE);
            if (Standing.isAdmin(affiliation)) {
                assertThat(occupant.role()).isEqualTo(Role.MODERATOR);
            }
            if (room.config(MembersOnly.MEMBERS_ONLY)) {
                assertThat(Standing.isMember(affiliation)).isTrue();
            }
        }
        if (room.exists()) {
            assertThat(room.affiliations().owners()).isPositive();
        } else {
            assertThat(room.occupants().isEmpty()).isTrue();
        }
        assertThat(scene.attendance.of(Scene.GARDEN)).isEqualTo(room.occupants());
        assertThat(scene.directory.has(Scene.GARDEN)).isEqualTo(room.isOpen());
    }
}
