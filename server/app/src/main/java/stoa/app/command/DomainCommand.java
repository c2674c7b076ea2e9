package stoa.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./stoa domain …}: the domains served beside those of the configuration. */
@Command(
        name = "domain",
        description = "Serve further domains.",
        mixinStandardHelpOptions = true,
        subcommands = DomainCommand.Add.class)
public final class DomainCommand {
    /** {@code ./stoa domain add DOMAIN}. */
    @Command(name = "add", description = "Serve another domain.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "DOMAIN")
        String domain = "";

        @Override
        public Integer call() throws Exception {
            System.out.println(
                    Reach.carryOut(options, Reach.request("domain.add").put("domain", domain))
                            .path("said")
                            .asText());
            return 0;
        }
    }
}
