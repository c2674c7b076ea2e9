package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Session;
import stoa.bench.client.Sessions;
import stoa.bench.measure.Meter;
import stoa.bench.measure.ProcessTree;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;
import stoa.bench.target.Names;
import stoa.bench.target.Target;
import stoa.bench.target.Users;

/**
 * One-to-one messages of 300 bytes from people of one server to people of another of the same
 * making, over streams between the two that certificates have proved (XEP-0178). A unit is a
 * message heard; it costs what both servers used together.
 */
final class BetweenServers implements Scenario {
    private static final String NEAR = "near.example";
    private static final String FAR = "far.example";

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public boolean bringsItsServers() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return switch (mode) {
            case ARCHIVED -> List.of(Work.SERVERS_ON_W1, Work.SERVERS_ON_W10);
            case UNARCHIVED -> List.of(Work.SERVERS_OFF_W1, Work.SERVERS_OFF_W10);
            case LISTED -> List.of();
        };
    }

    /** What is measured on two servers that run. */
    private interface Between {
        void measure(Target near, Target far);
    }

    private static void start(Stage stage, Between between) {
        try (Names names = new Names();
                Target near = stage.target().neighbour(NEAR, names);
                Target far = stage.target().neighbour(FAR, names)) {
            Thread ended =
                    new Thread(
                            () -> {
                                near.stop();
                                far.stop();
                            },
                            "stop both");
            Runtime.getRuntime().addShutdownHook(ended);
            try {
                int pairs = stage.sizes().pairs();
                near.startFresh(stage.mode(), new Users(NEAR, pairs, false));
                far.startFresh(stage.mode(), new Users(FAR, pairs, false));
                between.measure(near, far);
            } finally {
                Runtime.getRuntime().removeShutdownHook(ended);
            }
        }
    }

    @Override
    public void run(Stage stage) {
        int pairs = stage.sizes().pairs();
        start(
                stage,
                (near, far) -> {
                    List<Session> sessions =
                            inTurn(
                                    people(stage, near, new Users(NEAR, pairs, false)),
                                    people(stage, far, new Users(FAR, pairs, false)));
                    measure(stage, near, far, w -> Chat.between(stage, sessions, w, 0));
                    Sessions.close(stage.loop(), sessions);
                });
    }

    private static List<Session> people(Stage stage, Target server, Users users) {
        return Sessions.open(stage.loop(), server.port(), users.first(users.many()), false);
    }

    /** Two echoes, one after the other: in and out at either. */
    @Override
    public void floor(Stage stage) {
        int pairs = stage.sizes().pairs();
        start(
                stage,
                (near, far) -> {
                    List<EchoClient> clients =
                            inTurn(
                                    EchoClients.open(stage.loop(), near.port(), pairs),
                                    EchoClients.open(stage.loop(), far.port(), pairs));
                    measure(stage, near, far, w -> Chat.echoedTwice(stage, clients, w));
                    stage.loop().run(() -> clients.forEach(EchoClient::close));
                });
    }

    @Override
    public void relay(Stage stage) {
        int pairs = stage.sizes().pairs();
        start(
                stage,
                (near, far) -> {
                    List<EchoClient> here = EchoClients.open(stage.loop(), near.port(), pairs);
                    List<EchoClient> there = EchoClients.open(stage.loop(), far.port(), pairs);
                    EchoClients.join(stage.loop(), there, i -> "away-" + i);
                    EchoClients.join(stage.loop(), here, i -> "away-" + i);
                    List<EchoClient> clients = inTurn(here, there);
                    measure(stage, near, far, w -> Chat.relayed(stage, clients, w, 0));
                    stage.loop().run(() -> clients.forEach(EchoClient::close));
                });
    }

    private static <T> List<T> inTurn(List<T> ones, List<T> others) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < ones.size(); i++) {
            all.add(ones.get(i));
            all.add(others.get(i));
        }
        return all;
    }

    private void measure(Stage stage, Target near, Target far, IntFunction<Chat> chats) {
        Meter meter = stage.meter(ProcessTree.together(near.tree(), far.tree()));
        List<Work> rows = rows(stage.mode());
        stage.put(rows.get(0), meter.measure(stage.loop().call(() -> chats.apply(1))));
        stage.put(rows.get(1), meter.measure(stage.loop().call(() -> chats.apply(10))));
    }
}
