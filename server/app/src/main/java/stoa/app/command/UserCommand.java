package stoa.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stoa.app.PlainException;

/** {@code ./stoa user …}: people's accounts. Works whether or not the server runs. */
@Command(
        name = "user",
        description = "Add, import and remove people.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Import.class,
            UserCommand.Password.class,
            UserCommand.Remove.class
        })
public final class UserCommand {
    /** {@code ./stoa user add NAME@DOMAIN --password-stdin}. */
    @Command(name = "add", description = "Add a person.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Spec CommandSpec spec;
        @Mixin ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Option(names = "--name", paramLabel = "NAME", description = "The name shown to others.")
        @Nullable String name;

        @Option(names = "--admin", description = "Let this person administer the domain.")
        boolean admin;

        @Option(
                names = "--password-stdin",
                description = "Read the password from standard input.",
                required = true)
        boolean passwordStdin;

        @Override
        public Integer call() throws Exception {
            ObjectNode request =
                    Reach.request("user.add")
                            .put("address", address)
                            .put("password", readPassword());
            request.put("name", name).put("admin", admin);
            return say(spec, Reach.carryOut(options, request));
        }
    }

    /** {@code ./stoa user import FILE.csv}. */
    @Command(
            name = "import",
            description = "Add many people: a CSV file with the columns address, password, name.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        private static final List<String> COLUMNS = List.of("address", "password", "name");

        @Spec CommandSpec spec;
        @Mixin ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "FILE.csv")
        Path file = Path.of("people.csv");

        @Override
        public Integer call() throws Exception {
            ObjectNode request = Reach.request("user.import");
            ArrayNode rows = request.putArray("rows");
            read(rows);
            JsonNode answer = Reach.carryOut(options, request);
            for (JsonNode problem : answer.path("problems")) {
                err(spec).println("stoa: " + problem.asText());
            }
            say(spec, answer);
            return answer.path("problems").isEmpty() ? 0 : 1;
        }

        /** Rows as the columns stand, or as a first row names them. */
        private void read(ArrayNode rows) throws IOException {
            CsvMapper mapper = new CsvMapper();
            mapper.enable(CsvParser.Feature.WRAP_AS_ARRAY);
            mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
            mapper.enable(CsvParser.Feature.TRIM_SPACES);
            try (MappingIterator<String[]> lines =
                    mapper.readerFor(String[].class).readValues(file.toFile())) {
                List<String> columns = COLUMNS;
                boolean first = true;
                while (lines.hasNext()) {
                    List<String> cells = List.of(lines.next());
                    if (first && cells.contains("address")) {
                        columns = cells;
                    } else {
                        ObjectNode row = rows.addObject();
                        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
                            row.put(columns.get(i), cells.get(i));
                        }
                    }
                    first = false;
                }
            }
        }
    }

    /** {@code ./stoa user password NAME@DOMAIN --password-stdin}. */
    @Command(
            name = "password",
            description = "Set a person's password.",
            mixinStandardHelpOptions = true)
    static final class Password implements Callable<Integer> {
        @Spec CommandSpec spec;
        @Mixin ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Option(
                names = "--password-stdin",
                description = "Read the password from standard input.",
                required = true)
        boolean passwordStdin;

        @Override
        public Integer call() throws Exception {
            ObjectNode request =
                    Reach.request("user.password")
                            .put("address", address)
                            .put("password", readPassword());
            return say(spec, Reach.carryOut(options, request));
        }
    }

    /** {@code ./stoa user remove NAME@DOMAIN}. */
    @Command(
            name = "remove",
            description = "Remove a person; what they wrote stays in the archive.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Spec CommandSpec spec;
        @Mixin ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Override
        public Integer call() throws Exception {
            return say(
                    spec,
                    Reach.carryOut(options, Reach.request("user.remove").put("address", address)));
        }
    }

    private static String readPassword() throws IOException, PlainException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null || line.isEmpty()) {
            throw new PlainException("no password came on standard input");
        }
        return line;
    }

    private static Integer say(CommandSpec spec, JsonNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(answer.path("said").asText());
        out.flush();
        return 0;
    }

    private static PrintWriter err(CommandSpec spec) {
        return spec.commandLine().getErr();
    }
}
