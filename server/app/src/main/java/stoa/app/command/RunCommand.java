package stoa.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stoa.app.serve.Server;

/**
 * {@code ./stoa run}: serves in the foreground until SIGTERM, or until an administrator shuts it
 * down.
 */
@Command(name = "run", description = "Serve until told to stop.", mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Mixin ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--demo",
            description = "Add people and some talk to look around in; listen on loopback.")
    boolean demo;

    @Override
    public Integer call() throws Exception {
        boolean again = true;
        while (again) {
            try (Server server =
                    Server.start(options.data, options.file(), () -> options.read(demo), demo)) {
                again = server.awaitStop();
            }
        }
        return 0;
    }
}
