package stoa.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;
import stoa.conformance.wire.Endpoint;

/**
 * Profanity on a terminal of its own. Its configuration and its own history are in a directory that
 * goes with it.
 */
final class Profanity implements AutoCloseable {
    private final Path home;
    private final Terminal terminal;

    Profanity(ClientMachine machine, Endpoint endpoint, Account account) {
        try {
            home = Files.createTempDirectory("stoa-profanity-");
            configure(endpoint, account);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal =
                new Terminal(
                        "Profanity",
                        home,
                        machine.command(
                                        List.of(
                                                "XDG_CONFIG_HOME=" + home.resolve("config"),
                                                "XDG_DATA_HOME=" + home.resolve("data"),
                                                "profanity",
                                                "--account",
                                                "romeo"))
                                .toArray(String[]::new));
    }

    /**
     * An account as {@code /account add} would have made it; the self-signed certificate is
     * trusted.
     */
    private void configure(Endpoint endpoint, Account account) throws IOException {
        Path data = Files.createDirectories(home.resolve("data/profanity"));
        Files.writeString(
                data.resolve("accounts"),
                """
                [romeo]
                enabled=true
                jid=%s
                server=%s
                port=%d
                resource=profanity
                password=%s
                tls.policy=trust
                muc.nick=Romeo
                presence.login=online
                presence.last=online
                """
                        .formatted(
                                account.jid(),
                                endpoint.host(),
                                endpoint.port(),
                                account.password()));
        Path config = Files.createDirectories(home.resolve("config/profanity"));
        Files.writeString(
                config.resolve("profrc"),
                """
                [ui]
                splash=false
                wrap=false
                statuses.console=all
                titlebar.presence=true
                [connection]
                reconnect=0
                """);
    }

    /** Types a line and presses return. */
    void types(String line) {
        terminal.types(line);
    }

    /** Waits until the screen shows that text; returns the screen. */
    String shows(String text) {
        return terminal.shows(text);
    }

    String shows(String what, Predicate<String> wanted) {
        return terminal.shows(what, wanted);
    }

    /** Quits as a person does; the terminal ends with it. */
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
