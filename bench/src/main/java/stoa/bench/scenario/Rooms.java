package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import stoa.bench.client.Bytes;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;

/** Joining rooms (XEP-0045). A join is complete with the room's subject, which comes last. */
final class Rooms {
    private static final byte[] CREATED = Bytes.of("'201'");
    private static final byte[] CREATED_QUOTED = Bytes.of("\"201\"");
    private static final byte[] SUBJECT = Bytes.of("<subject");
    private static final byte[] ERROR = Bytes.of("type='error'");
    private static final byte[] ERROR_QUOTED = Bytes.of("type=\"error\"");
    private static final int AT_ONCE = 8;

    private Rooms() {}

    /**
     * Lets session {@code i} join {@code rooms(i)}, a few at a time, and waits. Listeners are
     * replaced.
     */
    static void joinAll(Loop loop, List<Session> sessions, IntFunction<String> rooms) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        int[] next = {0};
        int[] joined = {0};
        Runnable[] step = new Runnable[1];
        step[0] =
                () -> {
                    if (next[0] < sessions.size() && !all.isDone()) {
                        int i = next[0]++;
                        join(
                                sessions.get(i),
                                rooms.apply(i),
                                () -> {},
                                why -> {
                                    if (!why.isEmpty()) {
                                        all.completeExceptionally(
                                                new IllegalStateException("cannot join: " + why));
                                    } else if (++joined[0] == sessions.size()) {
                                        all.complete(null);
                                    } else {
                                        step[0].run();
                                    }
                                });
                    }
                };
        loop.run(
                () -> {
                    for (int i = 0; i < AT_ONCE; i++) {
                        step[0].run();
                    }
                });
        Loop.await(all, 240);
    }

    /**
     * Joins; {@code whenDone} is told "" or why not, {@code onPresence} of every occupant's
     * presence, also later. Called on the loop. A room that did not exist is opened as it is, and
     * joined when it is open.
     */
    static void join(Session session, String room, Runnable onPresence, Consumer<String> whenDone) {
        session.listen(new Join(room, onPresence, whenDone));
        session.send(
                "<presence to='"
                        + room
                        + "/"
                        + session.account().name()
                        + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
    }

    /** Follows one join; confined to the loop. */
    private static final class Join implements Session.Stanzas {
        private final String room;
        private final byte[] fromRoom;
        private final Runnable onPresence;
        private final Consumer<String> whenDone;
        private boolean opening;
        private boolean subject;
        private boolean done;

        Join(String room, Runnable onPresence, Consumer<String> whenDone) {
            this.room = room;
            this.fromRoom = Bytes.of(room + "/");
            this.onPresence = onPresence;
            this.whenDone = whenDone;
        }

        @Override
        public void stanza(Session session, byte[] bytes, int start, int end) {
            byte kind = bytes[start + 1];
            if (kind == 'p' && Bytes.contains(bytes, start, end, fromRoom)) {
                onPresence.run();
            }
            if (done) {
                return;
            }
            if (Bytes.contains(bytes, start, end, ERROR)
                    || Bytes.contains(bytes, start, end, ERROR_QUOTED)) {
                done = true;
                whenDone.accept(Bytes.text(bytes, start, end));
                return;
            }
            switch (kind) {
                case 'p' -> {
                    if (Bytes.contains(bytes, start, end, CREATED)
                            || Bytes.contains(bytes, start, end, CREATED_QUOTED)) {
                        opening = true;
                        session.send(
                                "<iq type='set' id='open' to='"
                                        + room
                                        + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                                        + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
                    }
                }
                case 'm' -> subject |= Bytes.contains(bytes, start, end, SUBJECT);
                case 'i' -> opening = false;
                default -> {}
            }
            if (subject && !opening) {
                done = true;
                whenDone.accept("");
            }
        }
    }

    /** Leaves. */
    static void leave(Session session, String room) {
        session.send(
                "<presence type='unavailable' to='"
                        + room
                        + "/"
                        + session.account().name()
                        + "'/>");
    }
}
