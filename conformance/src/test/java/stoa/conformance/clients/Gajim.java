package stoa.conformance.clients;

import java.nio.file.Path;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;

/**
 * Gajim (Debian's) on a display and with a home of its own, driven by a plugin: {@code
 * clients/gajim}.
 */
final class Gajim extends Driven {
    private final Path home;

    Gajim(ClientMachine machine, Display display, Account account) {
        this(machine, display, account, Homes.create("stoa-gajim-"));
    }

    private Gajim(ClientMachine machine, Display display, Account account, Path home) {
        super(
                "Gajim",
                machine.commandAsAnybody(Desktop.command("gajim/driver.py", account.jid())),
                Desktop.environment(home, display, account));
        this.home = home;
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            Folders.delete(home);
        }
    }
}
