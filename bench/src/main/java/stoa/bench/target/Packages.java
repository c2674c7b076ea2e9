package stoa.bench.target;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's packages of the peers. Installing them needs root; their services are kept from
 * starting.
 */
public final class Packages {
    private static final List<String> NEEDED =
            List.of(
                    "ejabberd",
                    "erlang-p1-sqlite3",
                    "prosody",
                    "lua-dbi-sqlite3",
                    "lua-unbound",
                    "sqlite3");
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final Path WORKING_DIRECTORY = Path.of("/");

    private Packages() {}

    /** The command that installs what the peers need. */
    public static String installCommand() {
        return "apt-get install -y --no-install-recommends " + String.join(" ", NEEDED);
    }

    /**
     * Installs what is missing, saying so; throws with the exact command where that needs another
     * user.
     */
    public static void require(PrintWriter out) {
        if (EjabberdTarget.installed()
                && ProsodyTarget.installed()
                && NEEDED.stream().noneMatch(name -> version(name).isEmpty())) {
            return;
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IllegalStateException(
                    "the peers need Debian's packages; as root: " + installCommand());
        }
        out.println("installing the peers: " + installCommand());
        out.flush();
        boolean policyIsOurs = !Files.exists(POLICY);
        try {
            if (policyIsOurs) {
                // says no to every service that a package wants to start
                Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
                Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            try {
                Commands.run(WORKING_DIRECTORY, "apt-get", "update", "-qq");
                List<String> command =
                        new ArrayList<>(
                                List.of(
                                        "env",
                                        "DEBIAN_FRONTEND=noninteractive",
                                        "apt-get",
                                        "install",
                                        "-y",
                                        "--no-install-recommends"));
                command.addAll(NEEDED);
                Commands.run(WORKING_DIRECTORY, command.toArray(String[]::new));
            } finally {
                if (policyIsOurs) {
                    Files.deleteIfExists(POLICY);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The installed version of a package, or "". */
    static String version(String name) {
        try {
            return Commands.run(WORKING_DIRECTORY, "dpkg-query", "-W", "-f", "${Version}", name)
                    .trim();
        } catch (IllegalStateException | UncheckedIOException notInstalled) {
            return "";
        }
    }
}
