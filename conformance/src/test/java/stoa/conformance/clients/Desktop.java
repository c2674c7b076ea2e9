package stoa.conformance.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;

/** What programs with windows need: a display, a D-Bus session and a home of their own. */
final class Desktop {
    private Desktop() {}

    /**
     * A Python script under {@code conformance}, within a D-Bus session that ends with it. So does
     * whatever it or the session starts, in a process namespace whose first process is the session:
     * nobody writes into their home any more when it is over.
     */
    static List<String> command(String script, String... arguments) {
        var line =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--user",
                                "--map-current-user",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "dbus-run-session",
                                "--",
                                "/usr/bin/python3",
                                PackagedServer.root()
                                        .resolve("conformance/clients")
                                        .resolve(script)
                                        .toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    static Map<String, String> environment(Path home, Display display, Account account) {
        return Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("XDG_CACHE_HOME", home.resolve(".cache").toString()),
                Map.entry("XDG_CONFIG_HOME", home.resolve(".config").toString()),
                Map.entry("XDG_DATA_HOME", home.resolve(".local/share").toString()),
                Map.entry("XDG_RUNTIME_DIR", home.toString()),
                Map.entry("DISPLAY", display.name()),
                Map.entry("GDK_BACKEND", "x11"),
                Map.entry("GSK_RENDERER", "cairo"), // nothing here has a graphics card
                Map.entry("GSETTINGS_BACKEND", "memory"),
                Map.entry("GIO_USE_VFS", "local"),
                Map.entry("GTK_A11Y", "none"),
                Map.entry("NO_AT_BRIDGE", "1"),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("STOA_PASSWORD", account.password()));
    }
}
