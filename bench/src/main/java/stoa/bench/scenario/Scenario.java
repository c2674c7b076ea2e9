package stoa.bench.scenario;

import java.util.List;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;
import stoa.bench.target.Target;

/** A kind of work. {@link #run} leaves no session open when it returns. */
public interface Scenario {
    /** Its name on the command line. */
    String name();

    /** The rows it fills in when the server is set up so; none when it is not to run then. */
    List<Work> rows(Mode mode);

    /**
     * Whether it gets a server of its own, just started, and leaves it to nobody: what it leaves in
     * the heap would burden the others.
     */
    default boolean alone() {
        return false;
    }

    /**
     * Whether it starts its own {@linkplain Target#neighbour neighbours} of the target, which then
     * does not run itself; of the echo and the relay as well. Such a scenario is {@link #alone}.
     */
    default boolean bringsItsServers() {
        return false;
    }

    /** Whether only ours is measured: the peers cannot do it, or not without long preparation. */
    default boolean oursOnly() {
        return false;
    }

    /** Measures an XMPP server. */
    void run(Stage stage);

    /** Measures the bare echo, where that says something. */
    default void floor(Stage stage) {}

    /** Measures the bare relay, where that says something. */
    default void relay(Stage stage) {}

    /** All of them, in the order they run in. */
    static List<Scenario> all() {
        return List.of(
                new IdleSessions(),
                new IdlePhones(),
                new Logins(),
                new FastLogins(),
                new OneToOne(),
                new BetweenServers(),
                new RoomDelivery(),
                new RoomJoins(),
                new BigRoom(),
                new PresenceFanOut(),
                new Eventing(),
                new HistoryPages(),
                new ReconnectStorm(),
                new RestartAfterKill(),
                new EverybodyListed());
    }
}
