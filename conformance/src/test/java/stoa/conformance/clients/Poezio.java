package stoa.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;

/**
 * poezio on a terminal of its own. Its configuration, its logs and its cache are in a directory
 * that goes with it; it finds the server by its name and checks the certificate.
 */
final class Poezio implements AutoCloseable {
    private final Path home;
    private final Terminal terminal;

    Poezio(ClientMachine machine, Account account) {
        home = Homes.create("stoa-poezio-");
        Path configuration = home.resolve("poezio.cfg");
        try {
            // Without logs of its own it reads the server's archive when it opens a talk. A room
            // it is in it would bookmark, and make again when it starts the next time.
            Files.writeString(
                    configuration,
                    """
                    [Poezio]
                    jid = %s
                    password = %s
                    default_nick = Romeo
                    use_log = false
                    mam_sync = false
                    synchronise_open_rooms = false
                    auto_reconnect = false
                    hide_status_change = -1
                    popup_time = 0
                    """
                            .formatted(account.jid(), account.password()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal =
                new Terminal(
                        "poezio",
                        home,
                        machine.commandAsAnybody(
                                        List.of(
                                                "env",
                                                "XDG_CONFIG_HOME=" + home.resolve("config"),
                                                "XDG_DATA_HOME=" + home.resolve("data"),
                                                "XDG_CACHE_HOME=" + home.resolve("cache"),
                                                "poezio",
                                                "-f",
                                                configuration.toString()))
                                .toArray(String[]::new));
    }

    /**
     * Types a line and presses return. What comes at once it takes for pasted text, in which return
     * is but a line break and a slash begins no command; so each is waited for on its last line,
     * and that the line has been taken before any other key is pressed.
     */
    void types(String line) {
        String end = enters(line);
        terminal.shows("its line empty again", screen -> !lastLine(screen).endsWith(end));
    }

    private String enters(String line) {
        int command = line.startsWith("/") ? 1 : 0;
        if (command == 1) {
            terminal.presses("/");
            terminal.shows("its line for commands", screen -> lastLine(screen).endsWith("│/"));
        }
        terminal.writes(line.substring(command));
        String end = line.substring(Math.max(0, line.length() - 20));
        terminal.shows("what was typed", screen -> lastLine(screen).endsWith(end));
        terminal.presses("Enter");
        return end;
    }

    private static String lastLine(String screen) {
        String shown = screen.stripTrailing();
        return shown.substring(shown.lastIndexOf('\n') + 1);
    }

    /** Waits until the screen shows that text; returns the screen. */
    String shows(String text) {
        return terminal.shows(text);
    }

    /**
     * Scrolls up until the screen shows that text. It asks the archive for what is older than the
     * present second, and again when somebody scrolls up.
     */
    void scrollsUpTo(String text) {
        terminal.shows(
                "\"" + text + "\"",
                screen -> {
                    boolean there = screen.contains(text);
                    if (!there) {
                        terminal.presses("PPage");
                    }
                    return there;
                });
    }

    /** Quits as a person does; the terminal ends with it. */
    @Override
    public void close() {
        try {
            enters("/quit");
            terminal.awaitEnd();
        } finally {
            Folders.delete(home);
        }
    }
}
