package stoa.bench.scenario;

import java.util.List;
import stoa.bench.report.Work;

/** A kind of work. {@link #run} leaves no session open when it returns. */
public interface Scenario {
    /** Its name on the command line. */
    String name();

    /** The rows it fills in when the archive is as said; none when it is not to run then. */
    List<Work> rows(boolean archive);

    /** Measures an XMPP server. */
    void run(Stage stage);

    /** Measures the bare echo, where that says something. */
    default void floor(Stage stage) {}

    /** All of them, in the order they run in. */
    static List<Scenario> all() {
        return List.of(
                new IdleSessions(),
                new Logins(),
                new OneToOne(),
                new RoomDelivery(),
                new RoomJoins(),
                new PresenceFanOut(),
                new HistoryPages(),
                new ReconnectStorm(),
                new RestartAfterKill());
    }
}
