package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Bytes;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * A room of 5,000 in which one speaks, as in an assembly: the presence of moderators only is
 * broadcast, for 5,000 who hear of 5,000 would be 25 million stanzas to begin with. A unit is a
 * delivery.
 */
final class BigRoom implements Scenario {
    @Override
    public String name() {
        return "assembly";
    }

    @Override
    public boolean oursOnly() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.ROOM_1X5000) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Session> people = stage.open(stage.users().first(stage.sizes().manySessions()));
        String room = "assembly-" + stage.newRun() + "@" + stage.users().rooms();
        Rooms.joinAll(stage.loop(), people.subList(0, 1), i -> room);
        quieten(stage, people.getFirst(), room);
        Rooms.joinAll(stage.loop(), people.subList(1, people.size()), i -> room);
        stage.meter().quiet(20);
        stage.measure(
                Work.ROOM_1X5000,
                stage.loop()
                        .call(
                                () -> {
                                    RoomDelivery.Talk talk = new RoomDelivery.Talk();
                                    talk.add(room, people, stage.newRun());
                                    return talk;
                                }));
        stage.close(people);
    }

    private static void quieten(Stage stage, Session owner, String room) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        stage.loop()
                .run(
                        () -> {
                            owner.listen(
                                    (session, bytes, start, end) -> {
                                        String text = Bytes.text(bytes, start, end);
                                        if (!text.startsWith("<iq")) {
                                            return;
                                        }
                                        if (Bytes.attribute(text, "type").equals("result")) {
                                            done.complete(null);
                                        } else {
                                            done.completeExceptionally(
                                                    new IllegalStateException(
                                                            "not configured: " + text));
                                        }
                                    });
                            owner.send(
                                    "<iq type='set' id='quieten' to='"
                                            + room
                                            + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                                            + "<x xmlns='jabber:x:data' type='submit'>"
                                            + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>"
                                            + "<field var='muc#roomconfig_maxusers'><value>none</value></field>"
                                            + "<field var='muc#roomconfig_presencebroadcast'><value>moderator</value></field>"
                                            + "</x></query></iq>");
                        });
        Loop.await(done, 30);
    }
}
