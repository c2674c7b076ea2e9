package stoa.conformance.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * The first promise: twenty times {@code kill -9} in the middle of the talk of pairs and rooms, and
 * afterwards everything that was acknowledged or heard is in the sender's, the receiver's and the
 * room's history, once and in order, and all histories agree. A failure prints the seed; {@code
 * -Dstoa.crash.seed} repeats its choices.
 */
@Tag("slow")
class CrashTest {
    private static final int KILLS = Integer.getInteger("stoa.crash.kills", 20);
    private static final int PEOPLE = 12;
    private static final int ROOMS = 3;

    /** Acknowledged messages between two kills, at least. */
    private static final int PROGRESS = 300;

    private static final String DOMAIN = "example.org";
    private static final String MUC = "http://jabber.org/protocol/muc";

    private final long seed = Long.getLong("stoa.crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Account> people = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final Ledger ledger = new Ledger();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothing_acknowledged_or_heard_is_lost_doubled_or_out_of_order() {
        var setup = Setup.of(DOMAIN).set("limits.enabled", "false");
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Account.of("montague" + i + "@" + DOMAIN));
            setup.account(people.getLast());
        }
        for (int i = 0; i < ROOMS; i++) {
            rooms.add("square" + i + "@conference." + DOMAIN);
        }
        try (var server = TestServer.start(setup)) {
            makeRooms(server);
            killUnderLoad(server);
            var complaints =
                    new Verdict(ledger, readEverything(server), new HashSet<>(rooms)).complaints();
            assertThat(complaints)
                    .as("seed %s, %s messages acknowledged", seed, ledger.progress())
                    .isEmpty();
            assertThat(ledger.progress()).isGreaterThanOrEqualTo((long) KILLS * PROGRESS);
        }
    }

    private void makeRooms(TestServer server) {
        try (var owner = session(server, people.getFirst())) {
            for (String room : rooms) {
                owner.send("<presence to='" + room + "/owner'><x xmlns='" + MUC + "'/></presence>");
                owner.inbox()
                        .need(
                                "the new room",
                                one -> (room + "/owner").equals(one.attribute("from")),
                                PATIENCE);
                var made =
                        owner.ask(
                                "set",
                                room,
                                "<query xmlns='"
                                        + MUC
                                        + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                                        + MUC
                                        + "#roomconfig</value></field><field var='muc#roomconfig_persistentroom'><value>1</value></field></x></query>");
                assertThat(made.attribute("type")).as(made.toString()).isEqualTo("result");
            }
            owner.connection().closeStream();
        }
    }

    private static Session session(TestServer server, Account account) {
        return Session.signIn(server.endpoint(), account.jid(), account.password(), "reader");
    }

    private void killUnderLoad(TestServer server) {
        var talkers = new ArrayList<Talker>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < PEOPLE; i++) {
            // Everybody talks with a neighbour, with somebody across the square, and in two of the
            // rooms.
            var partners =
                    List.of(people.get(i ^ 1).jid(), people.get((i + PEOPLE / 2) % PEOPLE).jid());
            var joined = List.of(rooms.get(i % ROOMS), rooms.get((i + 1) % ROOMS));
            var talker =
                    new Talker(
                            server.endpoint(),
                            people.get(i),
                            partners,
                            joined,
                            i % 4 < 2,
                            ledger,
                            random.nextLong());
            talkers.add(talker);
            threads.add(Thread.ofVirtual().name("talker " + i).start(talker));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            long goal = ledger.progress() + PROGRESS + random.nextInt(PROGRESS);
            await(
                    server,
                    talkers,
                    "acknowledgements before kill " + kill,
                    () -> ledger.progress() >= goal);
            server.kill();
            server.startAgain();
        }
        await(
                server,
                talkers,
                "everybody's return",
                () -> talkers.stream().allMatch(Talker::present));
        talkers.forEach(Talker::fallSilent);
        await(
                server,
                talkers,
                "the last acknowledgements",
                () -> talkers.stream().allMatch(Talker::isDone));
        talkers.forEach(Talker::leave);
        await(
                server,
                talkers,
                "everybody's good-bye",
                () -> threads.stream().noneMatch(Thread::isAlive));
    }

    /**
     * The condition has no other sign than itself, so it is looked at until it holds or the
     * deadline has passed.
     */
    private void await(
            TestServer server, List<Talker> talkers, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "waited in vain for "
                                + what
                                + ", seed "
                                + seed
                                + "\n"
                                + String.join("\n", talkers.stream().map(Talker::state).toList())
                                + "\n"
                                + server.log());
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    private List<History> readEverything(TestServer server) {
        var histories = new ArrayList<History>();
        for (var person : people) {
            try (var session = session(server, person)) {
                histories.add(History.read(session, ""));
            }
        }
        try (var session = session(server, people.getFirst())) {
            for (String room : rooms) {
                histories.add(History.read(session, Element.escape(room)));
            }
        }
        return histories;
    }
}
