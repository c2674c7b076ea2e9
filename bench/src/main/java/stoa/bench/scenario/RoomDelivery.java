package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import stoa.bench.client.Bytes;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Numbered;
import stoa.bench.client.Session;
import stoa.bench.measure.Ledger;
import stoa.bench.measure.Load;
import stoa.bench.measure.Losses;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Messages in rooms: one of 50, one of 500, a hundred of ten. One speaks in each, and goes on when
 * all have heard. A unit is a delivery.
 */
final class RoomDelivery implements Scenario {
    @Override
    public String name() {
        return "room";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED
                ? List.of(Work.ROOM_1X50, Work.ROOM_1X500, Work.ROOM_100X10)
                : List.of();
    }

    @Override
    public void run(Stage stage) {
        each(stage.sizes(), (row, rooms, occupants) -> measure(stage, row, rooms, occupants));
    }

    @Override
    public void relay(Stage stage) {
        each(stage.sizes(), (row, rooms, occupants) -> relayed(stage, row, rooms, occupants));
    }

    private interface Row {
        void measure(Work row, int rooms, int occupants);
    }

    private static void each(Sizes sizes, Row row) {
        int big = sizes.bigRoom();
        row.measure(Work.ROOM_1X50, 1, Math.min(50, big));
        row.measure(Work.ROOM_1X500, 1, big);
        row.measure(Work.ROOM_100X10, sizes.smallRooms(), 10);
    }

    private static void relayed(Stage stage, Work row, int rooms, int occupants) {
        List<EchoClient> clients =
                EchoClients.inGroups(stage, rooms * occupants, i -> "room-" + i % rooms);
        Talk talk =
                stage.loop()
                        .call(
                                () -> {
                                    Talk all = new Talk();
                                    for (int room = 0; room < rooms; room++) {
                                        List<EchoClient> inside = new ArrayList<>();
                                        for (int i = room; i < clients.size(); i += rooms) {
                                            inside.add(clients.get(i));
                                        }
                                        all.relayed(inside);
                                    }
                                    return all;
                                });
        stage.measure(row, talk);
        EchoClients.close(stage, clients);
    }

    private static void measure(Stage stage, Work row, int rooms, int occupants) {
        List<Session> sessions = stage.open(stage.users().first(rooms * occupants));
        String name = "room-" + stage.newRun() + "-";
        // the first of each room, its owner, joins before the others
        List<Session> speakers = sessions.subList(0, rooms);
        Rooms.joinAll(stage.loop(), speakers, i -> roomName(stage, name, i));
        Rooms.joinAll(
                stage.loop(),
                sessions.subList(rooms, sessions.size()),
                i -> roomName(stage, name, i % rooms));
        Talk talk =
                stage.loop()
                        .call(
                                () -> {
                                    Talk all = new Talk();
                                    String run = stage.newRun();
                                    for (int room = 0; room < rooms; room++) {
                                        List<Session> inside = new ArrayList<>();
                                        for (int i = room; i < sessions.size(); i += rooms) {
                                            inside.add(sessions.get(i));
                                        }
                                        all.add(roomName(stage, name, room), inside, run);
                                    }
                                    return all;
                                });
        stage.measure(row, talk);
        stage.close(sessions);
    }

    private static String roomName(Stage stage, String prefix, int number) {
        return prefix + number + "@" + stage.users().rooms();
    }

    /** One speaks in each of some rooms. Confined to the loop. */
    static final class Talk extends Load {
        private static final byte[] ERROR = Bytes.of("type='error'");
        private static final byte[] ERROR_QUOTED = Bytes.of("type=\"error\"");

        private final List<Room> rooms = new ArrayList<>();

        void add(String address, List<Session> inside, String run) {
            Room room =
                    new Room(
                            inside.size(),
                            inside.getFirst()::send,
                            Numbered.message(
                                    address, "groupchat", run, rooms.size(), Sizes.MESSAGE_BYTES));
            rooms.add(room);
            for (int i = 0; i < inside.size(); i++) {
                Ledger ledger = room.ledgers.get(i);
                inside.get(i)
                        .listen(
                                (session, bytes, start, end) ->
                                        heard(room, ledger, bytes, start, end));
            }
        }

        void relayed(List<EchoClient> inside) {
            Room room =
                    new Room(
                            inside.size(),
                            inside.getFirst()::send,
                            Numbered.line(rooms.size(), "m", Sizes.MESSAGE_BYTES));
            rooms.add(room);
            for (int i = 0; i < inside.size(); i++) {
                Ledger ledger = room.ledgers.get(i);
                inside.get(i).listen((bytes, start, end) -> heard(room, ledger, bytes, start, end));
            }
        }

        private void heard(Room room, Ledger ledger, byte[] bytes, int start, int end) {
            if (bytes[start + 1] != 'm') {
                return;
            }
            long found = Numbered.find(bytes, start, end);
            if (Bytes.contains(bytes, start, Math.min(end, start + 200), ERROR)
                    || Bytes.contains(bytes, start, Math.min(end, start + 200), ERROR_QUOTED)) {
                failed("refused: " + Bytes.text(bytes, start, end));
            } else if (found >= 0 && ledger.heard(Numbered.number(found))) {
                done(System.nanoTime() - room.sentAt);
                if (--room.missing == 0 && sending) {
                    room.send();
                }
            }
        }

        @Override
        protected void begin() {
            rooms.stream().filter(room -> room.missing == 0).forEach(Room::send);
        }

        @Override
        public boolean drained() {
            return rooms.stream().allMatch(room -> room.missing == 0);
        }

        @Override
        public Losses losses() {
            Losses all = Losses.NONE;
            for (Room room : rooms) {
                for (Ledger ledger : room.ledgers) {
                    all = all.plus(ledger.losses(room.sent));
                }
            }
            return all;
        }
    }

    /** One room, in which one message is under way at a time. */
    private static final class Room {
        private final Consumer<byte[]> speaker;
        private final Numbered message;
        private final List<Ledger> ledgers = new ArrayList<>();
        private long sentAt;
        private long sent;
        private int missing;

        Room(int occupants, Consumer<byte[]> speaker, Numbered message) {
            this.speaker = speaker;
            this.message = message;
            for (int i = 0; i < occupants; i++) {
                ledgers.add(new Ledger());
            }
        }

        void send() {
            missing = ledgers.size();
            sentAt = System.nanoTime();
            speaker.accept(message.bytes(sent++));
        }
    }
}
