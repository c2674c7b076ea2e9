package stoa.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;
import stoa.conformance.wire.Endpoint;

/** mcabber on a terminal of its own; the self-signed certificate is trusted. */
final class Mcabber implements AutoCloseable {
    private final Path home;
    private final Terminal terminal;

    Mcabber(Endpoint endpoint, Account account) {
        Path configuration;
        try {
            home = Files.createTempDirectory("stoa-mcabber-");
            configuration = home.resolve("mcabberrc");
            Files.writeString(
                    configuration,
                    """
                    set jid = %s
                    set password = %s
                    set server = %s
                    set port = %d
                    set resource = mcabber
                    set tls = 1
                    set ssl_ignore_checks = 1
                    set log_display_presence = 1
                    set roster_hide_offline = 0
                    set roster_width = 40
                    """
                            .formatted(
                                    account.jid(),
                                    account.password(),
                                    endpoint.host(),
                                    endpoint.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal = new Terminal("mcabber", home, "mcabber", "-f", configuration.toString());
    }

    /** Types a line and presses return. */
    void types(String line) {
        terminal.types(line);
    }

    /** Waits until the screen shows that text; returns the screen. */
    String shows(String text) {
        return terminal.shows(text);
    }

    /** Goes to somebody, or to a room, in the roster: what is typed then is said there. */
    void opens(String name) {
        types("/roster search " + name);
        types(""); // return alone shows the talk with whoever is chosen
    }

    @Override
    public void close() {
        try {
            types("/quit");
            terminal.awaitEnd();
        } finally {
            Folders.delete(home);
        }
    }
}
