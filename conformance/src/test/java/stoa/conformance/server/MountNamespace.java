package stoa.conformance.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A mount namespace of its own: what is mounted in it only those see who enter it. Root may make
 * one, and anybody else where the system allows user namespaces. It is gone when it is closed and
 * the last process within has ended; it does not outlive the suite.
 */
public final class MountNamespace implements AutoCloseable {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Process keeper;

    private MountNamespace(Process keeper) {
        this.keeper = keeper;
    }

    /** With what those shell commands mount; fails with what they said if one of them fails. */
    public static MountNamespace with(String mounts) throws IOException {
        var keeper =
                new ProcessBuilder(
                                "unshare",
                                ROOT ? "-m" : "-Urm",
                                "sh",
                                "-c",
                                // it ends with its input, which ends with the suite
                                mounts + " && echo mounted && exec cat >/dev/null")
                        .redirectErrorStream(true)
                        .start();
        String said =
                new BufferedReader(
                                new InputStreamReader(
                                        keeper.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (!"mounted".equals(said)) {
            throw new AssertionError(
                    "nothing can be mounted here ("
                            + said
                            + "); run the tests as root, or allow user namespaces: sysctl -w"
                            + " kernel.unprivileged_userns_clone=1");
        }
        return new MountNamespace(keeper);
    }

    /** The words before a command that let it run within. */
    public List<String> entering() {
        String pid = Long.toString(keeper.pid());
        return ROOT
                ? List.of("nsenter", "-t", pid, "-m")
                : List.of("nsenter", "-t", pid, "-U", "-m", "--preserve-credentials");
    }

    /** What those outside call a file within. */
    Path outside(Path within) {
        return Path.of("/proc/" + keeper.pid() + "/root" + within);
    }

    @Override
    public void close() {
        keeper.destroy();
        try {
            keeper.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
