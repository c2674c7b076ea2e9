package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import stoa.bench.client.Account;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Session;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Memory: of the empty server, then what it grows by with so many idle sessions, and with many
 * more. Resident memory as the system sees it, garbage included. A server that was just started has
 * not logged anybody in yet, so a few do first: what the first login loads is no session's price.
 */
final class IdleSessions implements Scenario {
    private static final int FIRST = 50;

    private static final long SETTLE_MILLIS = 15_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED
                ? List.of(Work.EMPTY, Work.IDLE_FEW, Work.IDLE_MANY)
                : List.of();
    }

    @Override
    public void run(Stage stage) {
        empty(stage);
        stage.close(stage.open(stage.users().first(FIRST)));
        List<Account> accounts = stage.users().first(stage.sizes().manySessions());
        int few = stage.sizes().sessions();
        long before = resident(stage);
        List<Session> sessions = new ArrayList<>(stage.open(accounts.subList(0, few)));
        long withFew = resident(stage);
        sessions.addAll(stage.open(accounts.subList(few, accounts.size())));
        long withMany = resident(stage);
        put(stage, before, withFew, withMany);
        stage.close(sessions);
    }

    @Override
    public void floor(Stage stage) {
        empty(stage);
        EchoClients.close(stage, EchoClients.open(stage, FIRST));
        int few = stage.sizes().sessions();
        long before = resident(stage);
        List<EchoClient> clients = new ArrayList<>(EchoClients.open(stage, few));
        long withFew = resident(stage);
        clients.addAll(EchoClients.open(stage, stage.sizes().manySessions() - few));
        long withMany = resident(stage);
        put(stage, before, withFew, withMany);
        EchoClients.close(stage, clients);
    }

    private static void put(Stage stage, long before, long withFew, long withMany) {
        int few = stage.sizes().sessions();
        stage.put(Work.IDLE_FEW, (withFew - before) / 1024.0 / few);
        stage.put(
                Work.IDLE_MANY,
                (withMany - withFew) / 1024.0 / (stage.sizes().manySessions() - few));
    }

    /** What a server holds that has started and been left alone, not what its start took. */
    private static void empty(Stage stage) {
        stage.meter().quiet(10);
        Meter.pause(SETTLE_MILLIS);
        stage.put(Work.EMPTY, resident(stage) / 1048576.0);
    }

    private static long resident(Stage stage) {
        stage.meter().quiet(10);
        return stage.target().tree().residentBytes();
    }
}
