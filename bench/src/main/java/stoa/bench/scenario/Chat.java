package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stoa.bench.client.Bytes;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Loop;
import stoa.bench.client.Numbered;
import stoa.bench.client.Session;
import stoa.bench.measure.Ledger;
import stoa.bench.measure.Load;
import stoa.bench.measure.Losses;

/**
 * Messages between pairs of people. Either every sender keeps {@code window} messages under way,
 * each replaced when its addressee hears it, or all together send at a fixed rate whatever comes
 * back; then a latency counts from the moment the message was due.
 */
final class Chat extends Load {
    private static final int RING = 4_096;
    private static final long TICK_NANOS = 1_000_000;

    private final Loop loop;
    private final List<Line> lines = new ArrayList<>();
    private final int window;
    private final int rate;
    private long limit = Long.MAX_VALUE;
    private long startedAt;
    private long dueSinceStart;
    private int turn;

    private Chat(Loop loop, int window, int rate) {
        this.loop = loop;
        this.window = window;
        this.rate = rate;
    }

    /**
     * Between the sessions 0 and 1, 2 and 3, and so on.
     *
     * @param window messages under way for each sender; 0 when {@code rate} counts
     * @param rate messages a second of all together; 0 when {@code window} counts
     */
    static Chat between(Stage stage, List<Session> sessions, int window, int rate) {
        Chat chat = new Chat(stage.loop(), window, rate);
        String run = stage.newRun();
        for (int i = 0; i + 1 < sessions.size(); i += 2) {
            Session from = sessions.get(i);
            Session to = sessions.get(i + 1);
            Line line =
                    new Line(
                            Numbered.message(
                                    to.account().address(),
                                    "chat",
                                    run,
                                    i / 2,
                                    Sizes.MESSAGE_BYTES),
                            from::send);
            chat.lines.add(line);
            from.listen((session, bytes, start, end) -> chat.returned(bytes, start, end));
            to.listen((session, bytes, start, end) -> chat.arrived(line, bytes, start, end));
        }
        return chat;
    }

    /** The same with the echo, where everybody talks to themselves. */
    static Chat echoed(Stage stage, List<EchoClient> clients, int window, int rate) {
        Chat chat = new Chat(stage.loop(), window, rate);
        for (EchoClient client : clients) {
            Line line =
                    new Line(Numbered.line(chat.lines.size(), Sizes.MESSAGE_BYTES), client::send);
            chat.lines.add(line);
            client.listen((bytes, start, end) -> chat.arrived(line, bytes, start, end));
        }
        return chat;
    }

    /** With two echoes: what 0 heard back goes to 1's, and is heard when it is back from there. */
    static Chat echoedTwice(Stage stage, List<EchoClient> clients, int window) {
        Chat chat = new Chat(stage.loop(), window, 0);
        for (int i = 0; i + 1 < clients.size(); i += 2) {
            EchoClient first = clients.get(i);
            EchoClient second = clients.get(i + 1);
            Line line =
                    new Line(Numbered.line(chat.lines.size(), Sizes.MESSAGE_BYTES), first::send);
            chat.lines.add(line);
            first.listen((bytes, start, end) -> second.send(Arrays.copyOfRange(bytes, start, end)));
            second.listen((bytes, start, end) -> chat.arrived(line, bytes, start, end));
        }
        return chat;
    }

    /** Ends by itself after so many messages of each sender. */
    Chat atMost(long messagesOfEach) {
        limit = messagesOfEach;
        return this;
    }

    /** The same with the relay: from the clients 0 to 1, 2 to 3, and so on. */
    static Chat relayed(Stage stage, List<EchoClient> clients, int window, int rate) {
        Chat chat = new Chat(stage.loop(), window, rate);
        for (int i = 0; i + 1 < clients.size(); i += 2) {
            Line line =
                    new Line(
                            Numbered.line(chat.lines.size(), Sizes.MESSAGE_BYTES),
                            clients.get(i)::send);
            chat.lines.add(line);
            clients.get(i + 1).listen((bytes, start, end) -> chat.arrived(line, bytes, start, end));
        }
        return chat;
    }

    private void arrived(Line line, byte[] bytes, int start, int end) {
        long found = Numbered.find(bytes, start, end);
        if (found < 0) {
            return; // presence and the like
        }
        long number = Numbered.number(found);
        if (line.heard(number)) {
            done(System.nanoTime() - line.sentAt[(int) number % RING]);
        }
        if (window > 0 && sending && line.sent < limit) {
            line.send(System.nanoTime());
        }
    }

    private static final byte[] ERROR = Bytes.of("type='error'");
    private static final byte[] ERROR_QUOTED = Bytes.of("type=\"error\"");

    private void returned(byte[] bytes, int start, int end) {
        if (Bytes.contains(bytes, start, end, ERROR)
                || Bytes.contains(bytes, start, end, ERROR_QUOTED)) {
            failed("refused: " + Bytes.text(bytes, start, end));
        }
    }

    @Override
    protected void begin() {
        startedAt = System.nanoTime();
        dueSinceStart = 0;
        if (rate > 0) {
            tick();
            return;
        }
        for (Line line : lines) {
            for (int i = line.underWay(); i < window && line.sent < limit; i++) {
                line.send(System.nanoTime());
            }
        }
    }

    private void tick() {
        if (!sending) {
            return;
        }
        long now = System.nanoTime();
        while (true) {
            long due = startedAt + dueSinceStart * 1_000_000_000L / rate;
            if (due > now) {
                break;
            }
            Line line = lines.get(turn);
            turn = (turn + 1) % lines.size();
            if (line.underWay() >= RING) {
                failed("the server does not keep up with " + rate + " messages a second");
                return;
            }
            line.send(due);
            dueSinceStart++;
        }
        loop.after(TICK_NANOS, this::tick);
    }

    @Override
    public boolean drained() {
        return lines.stream()
                .allMatch(line -> line.underWay() == 0 && (sending ? line.sent >= limit : true));
    }

    @Override
    public Losses losses() {
        return lines.stream()
                .map(line -> line.ledger.losses(line.sent))
                .reduce(Losses.NONE, Losses::plus);
    }

    /** One sender and one who hears. */
    private static final class Line {
        private final Numbered message;
        private final java.util.function.Consumer<byte[]> out;
        private final Ledger ledger = new Ledger();
        private final long[] sentAt = new long[RING];
        private long sent;

        Line(Numbered message, java.util.function.Consumer<byte[]> out) {
            this.message = message;
            this.out = out;
        }

        void send(long at) {
            sentAt[(int) sent % RING] = at;
            out.accept(message.bytes(sent));
            sent++;
        }

        boolean heard(long number) {
            return ledger.heard(number);
        }

        int underWay() {
            return (int) (sent - ledger.heard());
        }
    }
}
