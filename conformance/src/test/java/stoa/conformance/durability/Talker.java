package stoa.conformance.durability;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.conformance.durability.Ledger.Heard;
import stoa.conformance.durability.Ledger.Line;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/**
 * A person who never stops talking, with a client as XEP-0198 wants it: it counts what it has
 * handled, keeps what is not acknowledged (at most {@link #WINDOW}), takes its session up again
 * after a cut, and otherwise signs in anew, joins its rooms and sends again, under the same
 * origin-id, what nobody has acknowledged.
 *
 * <p>One thread talks; the connection's reader hands in what arrives. What both touch is under
 * {@link #lock}.
 */
final class Talker implements Runnable {
    private static final String SM = "urn:xmpp:sm:3";
    private static final String SID = "urn:xmpp:sid:0";
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final int WINDOW = 20;

    private final Endpoint endpoint;
    private final Account account;
    private final String nick;
    private final List<String> people;
    private final List<String> rooms;
    private final boolean readsArchive;
    private final Ledger ledger;
    private final Random random;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition acknowledged = lock.newCondition();
    private final ArrayDeque<Line> unacknowledged = new ArrayDeque<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private long sentStanzas; // since <enable/>; includes those acknowledged
    private final ArrayDeque<Sent> outstanding = new ArrayDeque<>();
    private long handled;
    private boolean counting;
    private String resumeId = "";
    private String lastRead = "";
    private volatile boolean quiet;
    private volatile boolean mayLeave;
    private volatile boolean done;
    private volatile @Nullable String lastTrouble;
    private volatile boolean present;
    private int resumed;
    private int anew;
    private int stay; // written under the lock

    /** A stanza under way: its place in the count, and the message it carries if it is one. */
    private record Sent(long count, String stanza, @Nullable Line line) {}

    Talker(
            Endpoint endpoint,
            Account account,
            List<String> people,
            List<String> rooms,
            boolean readsArchive,
            Ledger ledger,
            long seed) {
        this.endpoint = endpoint;
        this.account = account;
        this.nick = Session.localOf(account.jid());
        this.people = people;
        this.rooms = rooms;
        this.readsArchive = readsArchive;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Says nothing new any more, and listens on. */
    void fallSilent() {
        quiet = true;
    }

    /** True when everything it said is acknowledged. */
    boolean isDone() {
        return done;
    }

    /**
     * Leaves, once it has everything that was said before: {@link #run} ends. To be told when all
     * others are done, since what they say may be for this one.
     */
    void leave() {
        mayLeave = true;
    }

    /** True while signed in and in all rooms. */
    boolean present() {
        return present;
    }

    String state() {
        return account.jid()
                + ": present="
                + present
                + " unacknowledged="
                + unacknowledged.size()
                + " resumed="
                + resumed
                + " anew="
                + anew
                + " last trouble: "
                + lastTrouble;
    }

    @Override
    public void run() {
        boolean left = false;
        while (!left) {
            try (var session = arrive()) {
                present = true;
                talk(session);
                listen(session);
                if (mayLeave && unacknowledgedIsEmpty()) {
                    hearOut(session);
                    session.connection().closeStream();
                    left = true;
                }
            } catch (RuntimeException | AssertionError e) {
                lastTrouble = e.toString();
            } finally {
                present = false;
            }
            if (!left) {
                backOff();
            }
        }
    }

    /** All is said and acknowledged; what others say still comes. */
    private void listen(Session session) {
        while (!session.inbox().isClosed() && !mayLeave) {
            done = unacknowledgedIsEmpty();
            LockSupport.parkNanos(2_000_000); // until the test has looked at everybody
        }
    }

    /** Its account answers behind everything that it has taken for it. */
    private void hearOut(Session session) {
        send(session, "<iq type='get' id='last'><ping xmlns='urn:xmpp:ping'/></iq>", null);
        session.inbox()
                .need(
                        "the answer to the last ping",
                        one -> one.name().equals("iq") && "last".equals(one.attribute("id")),
                        PATIENCE);
    }

    private boolean unacknowledgedIsEmpty() {
        lock.lock();
        try {
            return unacknowledged.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** As a client does between two attempts to reach a server that does not answer. */
    private void backOff() {
        try {
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Arriving

    private Session arrive() {
        var connection =
                Connection.open(endpoint, Session.domainOf(account.jid()), Transport.STARTTLS);
        var session = new Session(connection);
        boolean arrived = false;
        try {
            session.authenticate(Session.localOf(account.jid()), account.password(), "SCRAM-SHA-1");
            connection.listen(element -> take(connection, element));
            if (!takeUp(session)) {
                signInAnew(session);
            }
            arrived = true;
            return session;
        } finally {
            if (!arrived) {
                session.close();
            }
        }
    }

    private boolean takeUp(Session session) {
        if (resumeId.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            session.send(
                    "<resume xmlns='" + SM + "' h='" + handled + "' previd='" + resumeId + "'/>");
        } finally {
            lock.unlock();
        }
        var answer =
                session.inbox()
                        .need(
                                "an answer to resume",
                                one -> one.is("resumed", SM) || one.is("failed", SM),
                                PATIENCE);
        if (answer.name().equals("failed")) {
            resumeId = "";
            return false;
        }
        lock.lock();
        try {
            acknowledge(Long.parseLong(answer.need("h")));
            for (var sent : outstanding) {
                session.send(sent.stanza);
            }
            resumed++;
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void signInAnew(Session session) {
        lock.lock();
        try {
            counting = false;
            stay++;
        } finally {
            lock.unlock();
        }
        session.bind("device");
        lock.lock();
        try {
            outstanding.clear();
            sentStanzas = 0;
            session.send("<enable xmlns='" + SM + "' resume='true'/>");
        } finally {
            lock.unlock();
        }
        resumeId =
                session.inbox().need("enabled", one -> one.is("enabled", SM), PATIENCE).need("id");
        // What came meanwhile is read before becoming available or after it; neither may lose
        // anything that comes between the two.
        boolean readsFirst = random.nextBoolean();
        if (readsArchive && readsFirst) {
            catchUp(session);
        }
        send(session, "<presence/>", null);
        if (readsArchive && !readsFirst) {
            catchUp(session);
        }
        for (String room : rooms) {
            send(
                    session,
                    "<presence to='"
                            + room
                            + "/"
                            + nick
                            + "'><x xmlns='"
                            + MUC
                            + "'><history maxstanzas='0'/></x></presence>",
                    null);
            session.inbox().need("its own presence in " + room, selfPresence(room), PATIENCE);
        }
        lock.lock();
        try {
            for (Line line : unacknowledged) {
                send(session, stanza(line), line);
            }
            anew++;
        } finally {
            lock.unlock();
        }
    }

    /** As clients that know XEP-0313 do: what was said meanwhile is read from the archive. */
    private void catchUp(Session session) {
        String after = lastRead;
        while (true) {
            var page = page(session, after);
            for (var entry : page.entries()) {
                if (!entry.line().author().equals(account.jid())) {
                    ledger.read(account.jid(), entry.line(), entry.id(), stay);
                }
                after = entry.id();
            }
            if (page.complete()) {
                lastRead = after;
                return;
            }
        }
    }

    private History.Page page(Session session, String after) {
        String id = "history-" + sentStanzas;
        send(session, History.query(id, "", after), null);
        var fin =
                session.inbox()
                        .need(
                                "the end of a page",
                                one -> one.name().equals("iq") && id.equals(one.attribute("id")),
                                PATIENCE);
        return History.page(session.inbox(), fin);
    }

    private Predicate<Element> selfPresence(String room) {
        return one ->
                one.name().equals("presence")
                        && (room + "/" + nick).equals(one.attribute("from"))
                        && !"error".equals(one.attribute("type"));
    }

    // Talking

    private void talk(Session session) {
        int sinceAsked = 0;
        while (!session.inbox().isClosed()) {
            lock.lock();
            try {
                if (quiet && unacknowledged.isEmpty()) {
                    return;
                }
                if (quiet || unacknowledged.size() >= WINDOW) {
                    session.send("<r xmlns='" + SM + "'/>");
                    sinceAsked = 0;
                    if (!acknowledged.await(200, TimeUnit.MILLISECONDS)) {
                        continue;
                    }
                }
                if (!quiet && unacknowledged.size() < WINDOW) {
                    var line = next();
                    unacknowledged.add(line);
                    send(session, stanza(line), line);
                    if (++sinceAsked == 5) {
                        session.send("<r xmlns='" + SM + "'/>");
                        sinceAsked = 0;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    private Line next() {
        int choice = random.nextInt(people.size() + rooms.size());
        String addressee =
                choice < people.size() ? people.get(choice) : rooms.get(choice - people.size());
        int number = numbers.merge(addressee, 1, Integer::sum);
        return new Line(account.jid(), addressee, number);
    }

    private String stanza(Line line) {
        String type = rooms.contains(line.addressee()) ? "groupchat" : "chat";
        return "<message type='"
                + type
                + "' to='"
                + line.addressee()
                + "' id='"
                + line
                + "'><body>"
                + line
                + "</body><origin-id xmlns='"
                + SID
                + "' id='"
                + line
                + "'/></message>";
    }

    private void send(Session session, String stanza, @Nullable Line line) {
        lock.lock();
        try {
            outstanding.add(new Sent(++sentStanzas, stanza, line));
            session.send(stanza);
        } finally {
            lock.unlock();
        }
    }

    // Hearing, on the reader's thread

    /** True if the element needs nobody's attention any more. */
    private boolean take(Connection connection, Element element) {
        lock.lock();
        try {
            if (element.namespace().equals(SM)) {
                return takeManagement(connection, element);
            }
            if (counting) {
                handled++;
            }
            if (element.name().equals("message")) {
                if (History.isResult(element)) {
                    return false;
                }
                hear(element);
                return true;
            }
            // Of presence only the own in a room is waited for, and what went wrong.
            return element.name().equals("presence")
                    && !rooms.stream()
                            .anyMatch(
                                    room -> (room + "/" + nick).equals(element.attribute("from")));
        } finally {
            lock.unlock();
        }
    }

    private boolean takeManagement(Connection connection, Element element) {
        switch (element.name()) {
            case "r" -> connection.send("<a xmlns='" + SM + "' h='" + handled + "'/>");
            case "a" -> acknowledge(Long.parseLong(element.need("h")));
            case "enabled" -> {
                handled = 0;
                counting = true;
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void acknowledge(long count) {
        while (!outstanding.isEmpty() && outstanding.getFirst().count <= count) {
            var line = outstanding.removeFirst().line;
            if (line != null && unacknowledged.remove(line)) {
                ledger.acknowledged(line);
            }
        }
        acknowledged.signalAll();
    }

    private void hear(Element message) {
        var body = message.child("body");
        if ("error".equals(message.attribute("type")) && body.isPresent()) {
            lastTrouble = "came back: " + message;
            return;
        }
        if (body.isEmpty()) {
            return;
        }
        var line = Line.parse(body.get().text());
        String archive =
                "groupchat".equals(message.attribute("type")) ? line.addressee() : account.jid();
        String id =
                message.children()
                        .filter(
                                child ->
                                        child.is("stanza-id", SID)
                                                && archive.equals(child.attribute("by")))
                        .map(child -> child.need("id"))
                        .findFirst()
                        .orElse("none");
        String how = message.child("delay").isPresent() ? Heard.LATE : Heard.LIVE;
        ledger.heard(account.jid(), archive, line, id, stay, how);
    }
}
