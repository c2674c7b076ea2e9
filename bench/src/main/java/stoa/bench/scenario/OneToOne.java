package stoa.bench.scenario;

import java.util.List;
import java.util.function.BiFunction;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Session;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * One-to-one messages of 300 bytes: one and ten under way per sender, and 500 a second of all
 * together.
 */
final class OneToOne implements Scenario {
    @Override
    public String name() {
        return "chat";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return switch (mode) {
            case ARCHIVED -> List.of(Work.CHAT_ON_W1, Work.CHAT_ON_W10, Work.CHAT_ON_RATED);
            case UNARCHIVED -> List.of(Work.CHAT_OFF_W1, Work.CHAT_OFF_W10, Work.CHAT_OFF_RATED);
            case LISTED -> List.of();
        };
    }

    @Override
    public void run(Stage stage) {
        List<Session> sessions = stage.open(stage.users().first(2 * stage.sizes().pairs()));
        measure(stage, (window, rate) -> Chat.between(stage, sessions, window, rate));
        stage.close(sessions);
    }

    @Override
    public void floor(Stage stage) {
        List<EchoClient> clients = EchoClients.open(stage, stage.sizes().pairs());
        measure(stage, (window, rate) -> Chat.echoed(stage, clients, window, rate));
        EchoClients.close(stage, clients);
    }

    @Override
    public void relay(Stage stage) {
        List<EchoClient> clients =
                EchoClients.inGroups(stage, 2 * stage.sizes().pairs(), i -> "pair-" + i / 2);
        measure(stage, (window, rate) -> Chat.relayed(stage, clients, window, rate));
        EchoClients.close(stage, clients);
    }

    private void measure(Stage stage, BiFunction<Integer, Integer, Chat> chats) {
        List<Work> rows = rows(stage.mode());
        stage.measure(rows.get(0), stage.loop().call(() -> chats.apply(1, 0)));
        stage.measure(rows.get(1), stage.loop().call(() -> chats.apply(10, 0)));
        stage.measure(rows.get(2), stage.loop().call(() -> chats.apply(0, Sizes.RATE)));
    }
}
