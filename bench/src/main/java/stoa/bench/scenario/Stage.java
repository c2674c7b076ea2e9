package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import stoa.bench.client.Account;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.client.Sessions;
import stoa.bench.measure.Load;
import stoa.bench.measure.Measurement;
import stoa.bench.measure.Meter;
import stoa.bench.measure.OpenFiles;
import stoa.bench.measure.ProcessTree;
import stoa.bench.report.Results;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;
import stoa.bench.target.Target;
import stoa.bench.target.Users;

/**
 * What a scenario works with: a running server, people, sizes and the results. Used by the driver's
 * thread.
 */
public final class Stage {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final String STARTED = Long.toString(System.currentTimeMillis(), 36);

    private final Target target;
    private final Loop loop;
    private final Users users;
    private final Sizes sizes;
    private final Results results;
    private final Mode mode;

    public Stage(Target target, Loop loop, Users users, Sizes sizes, Results results, Mode mode) {
        this.target = target;
        this.loop = loop;
        this.users = users;
        this.sizes = sizes;
        this.results = results;
        this.mode = mode;
    }

    public Target target() {
        return target;
    }

    public Loop loop() {
        return loop;
    }

    public Users users() {
        return users;
    }

    public Sizes sizes() {
        return sizes;
    }

    /** How the server is set up. */
    public Mode mode() {
        return mode;
    }

    /** A meter on the server as it runs now. */
    public Meter meter() {
        return meter(target.tree());
    }

    /** A meter on these processes. */
    public Meter meter(ProcessTree servers) {
        return new Meter(loop, servers, sizes.seconds(), sizes.warmUpSeconds());
    }

    /** Warms up, measures and notes the price. */
    public void measure(Work row, Load load) {
        put(row, meter().measure(load));
    }

    public void put(Work row, Measurement measurement) {
        results.put(row, target.name(), measurement);
    }

    public void put(Work row, double value) {
        results.put(row, target.name(), value);
    }

    /** A text no other load of any run uses in its ids. */
    public String newRun() {
        return STARTED + RUNS.incrementAndGet();
    }

    public List<Session> open(List<Account> accounts) {
        requireFiles(accounts.size());
        return Sessions.open(loop, target.port(), accounts, false);
    }

    /** With stream management, and as this resource. */
    public List<Session> openManaged(List<Account> accounts, String resource) {
        requireFiles(accounts.size());
        return Sessions.open(
                loop,
                accounts.stream()
                        .map(account -> new Session(loop, target.port(), account, true, resource))
                        .toList());
    }

    /** That the server and the generator may hold so many connections. */
    public void requireFiles(int connections) {
        OpenFiles.require(
                connections, target.tree().roots().getFirst(), ProcessHandle.current().pid());
    }

    /** Something to be said below the tables. */
    public void note(String text) {
        results.note(text);
    }

    /** Closes everybody and waits until the server has nothing left to do. */
    public void close(List<Session> sessions) {
        Sessions.close(loop, sessions);
        meter().quiet(15);
    }
}
