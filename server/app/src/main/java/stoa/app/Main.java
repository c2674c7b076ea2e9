package stoa.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import stoa.app.command.AliasCommand;
import stoa.app.command.BackupCommand;
import stoa.app.command.DomainCommand;
import stoa.app.command.ExportCommand;
import stoa.app.command.ImportCommand;
import stoa.app.command.RestoreCommand;
import stoa.app.command.RunCommand;
import stoa.app.command.UserCommand;
import stoa.app.command.Version;

/** The program: {@code ./stoa} hands its words over to here. */
@Command(
        name = "./stoa",
        description = "Group chat for your own domains, in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            UserCommand.class,
            AliasCommand.class,
            DomainCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            ImportCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The commands, with errors as one plain sentence; a stack trace is for bugs, and goes to the
     * log.
     */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                    PrintWriter err = line.getErr();
                    err.println("stoa: " + Sentence.of(failure));
                    err.flush();
                    return 1;
                });
        return commands;
    }
}
