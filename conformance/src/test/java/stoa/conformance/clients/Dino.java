package stoa.conformance.clients;

import java.nio.file.Path;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;

/**
 * Dino (Debian's dino-im) on a display and with a home of its own: {@code clients/dino/driver.py}.
 */
final class Dino extends Driven {
    private final Path home;

    Dino(ClientMachine machine, Display display, Account account) {
        this(machine, display, account, Homes.create("stoa-dino-"));
    }

    private Dino(ClientMachine machine, Display display, Account account, Path home) {
        super(
                "Dino",
                machine.command(Desktop.command("dino/driver.py", account.jid())),
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
