package stoa.conformance.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server is started with. Built in place, then given to {@link TestServer#start}. */
public final class Setup {
    private static final AtomicInteger SERVERS = new AtomicInteger();

    final List<String> domains = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    final Map<String, String> settings = new LinkedHashMap<>();
    final List<String> launcher = new ArrayList<>();
    final List<String> surroundings = new ArrayList<>();

    public static Setup of(String... domains) {
        var setup = new Setup();
        setup.domains.addAll(List.of(domains));
        return setup;
    }

    public Setup domain(String domain) {
        domains.add(domain);
        return this;
    }

    public Setup account(Account account) {
        accounts.add(account);
        return this;
    }

    /** A configuration key (design: the operator's contract), in TOML's notation. */
    public Setup set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** A command the server's own command line is handed to, such as {@code strace -f}. */
    public Setup under(String... command) {
        launcher.addAll(List.of(command));
        return this;
    }

    /** The server and its commands run where the small disk is. */
    public Setup within(SmallDisk disk) {
        surroundings.addAll(disk.entering());
        return this;
    }

    /**
     * An address of loopback nobody else uses: clients that insist on port 5222 then have it to
     * themselves. Made from this process's id, so that suites running side by side do not meet.
     */
    public static String ownAddress() {
        long pid = ProcessHandle.current().pid();
        return "127."
                + (16 + SERVERS.incrementAndGet() % 200)
                + "."
                + ((pid >> 8) & 0xff)
                + "."
                + (1 + (pid & 0xff) % 254);
    }
}
