package stoa.bench.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ours, run as an operator runs it: by the {@code stoa} script, on embedded SQLite. */
public final class StoaTarget extends Target {
    private final Path script;
    private final List<String> extra;
    private final String javaOptions;
    private final int xmppPort = Commands.freePort();
    private final int webPort = Commands.freePort();

    /**
     * @param script the {@code stoa} script
     * @param extra further {@code --set} values, as {@code key=value}
     * @param javaOptions for the server's JVM, a flight recording for example; may be empty
     */
    public StoaTarget(Setting setting, Path script, List<String> extra, String javaOptions) {
        this("stoa", setting, script, extra, javaOptions);
    }

    private StoaTarget(
            String name, Setting setting, Path script, List<String> extra, String javaOptions) {
        super(name, setting);
        this.script = script.toAbsolutePath().normalize();
        this.extra = List.copyOf(extra);
        this.javaOptions = javaOptions;
    }

    @Override
    protected Target like(String otherName, Setting other) {
        return new StoaTarget(otherName, other, script, extra, javaOptions);
    }

    @Override
    public boolean supports(Mode mode) {
        return true;
    }

    @Override
    public String version() {
        return "Stoa";
    }

    @Override
    public String setup() {
        String more = extra.isEmpty() ? "" : ", " + String.join(", ", extra);
        return "embedded SQLite, every message synced before it is heard, limits lifted, roster listing off"
                + more;
    }

    @Override
    protected void prepare(Mode mode, Users users) {
        String rows =
                users.all().stream()
                        .map(
                                account ->
                                        account.address()
                                                + ","
                                                + account.password()
                                                + ","
                                                + account.name())
                        .collect(Collectors.joining("\n", "address,password,name\n", "\n"));
        Path csv = directory.resolve("users.csv");
        Commands.write(csv, rows);
        List<String> command =
                new ArrayList<>(List.of(script.toString(), "user", "import", csv.toString()));
        command.addAll(options(mode));
        Commands.run(directory, command.toArray(String[]::new));
    }

    @Override
    protected List<String> command(Mode mode) {
        List<String> command = new ArrayList<>(List.of(script.toString(), "run"));
        command.addAll(options(mode));
        return command;
    }

    @Override
    protected Map<String, String> environment() {
        // the script hands these to the JVM
        return javaOptions.isEmpty() ? Map.of() : Map.of("STOA_JAVA_OPTIONS", javaOptions);
    }

    private List<String> options(Mode mode) {
        List<String> options =
                new ArrayList<>(List.of("--data", directory.resolve("data").toString()));
        List<String> values =
                new ArrayList<>(
                        List.of(
                                "domains=[\"" + setting.domain() + "\"]",
                                "bind=\"127.0.0.1\"",
                                "xmpp.port=" + xmppPort,
                                "xmpp.tls_port=" + port(),
                                "web.port=" + webPort,
                                "tls.certificate=\"" + setting.certificate().certificate() + "\"",
                                "tls.key=\"" + setting.certificate().key() + "\"",
                                "limits.enabled=false",
                                "roster.everyone_limit="
                                        + (mode == Mode.LISTED ? Users.LISTED : 0)));
        if (mode == Mode.UNARCHIVED) {
            values.add("archive.enabled=false");
        }
        if (setting.federation() != null) {
            values.addAll(federation(setting.federation()));
        }
        values.addAll(extra);
        for (String value : values) {
            options.add("--set");
            options.add(value);
        }
        return options;
    }

    private List<String> federation(Federation federation) {
        return List.of(
                "s2s.enabled=true",
                "s2s.port=" + federation.port(),
                "s2s.direct_tls_port=0",
                "s2s.auth=\"certificate\"",
                "s2s.trust=\"" + setting.authority().certificate() + "\"",
                "s2s.dns_servers=[\"127.0.0.1:" + federation.names().port() + "\"]");
    }
}
