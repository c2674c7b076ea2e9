package stoa.bench.target;

import java.util.ArrayList;
import java.util.List;
import stoa.bench.floor.RelayServer;

/** The bare relay, in a JVM of its own; where messages are archived it syncs each. */
public final class RelayTarget extends Target {
    public RelayTarget(Setting setting) {
        this("relay", setting);
    }

    private RelayTarget(String name, Setting setting) {
        // another relay comes to where everybody does
        super(
                name,
                setting,
                setting.federation() == null ? Commands.freePort() : setting.federation().port());
    }

    @Override
    protected Target like(String otherName, Setting other) {
        return new RelayTarget(otherName, other);
    }

    @Override
    public Kind kind() {
        return Kind.RELAY;
    }

    @Override
    public String version() {
        return "Netty " + io.netty.util.Version.identify().get("netty-handler").artifactVersion();
    }

    @Override
    public String setup() {
        return "passes on what it reads, unread, to one or all of a group; for the archived rows it first"
                + " writes it to a file and syncs, many at a time as ours does";
    }

    @Override
    protected void prepare(Mode mode, Users users) {
        // needs nothing but the certificate
    }

    /** The port of the other one, or 0. */
    private int other() {
        Federation federation = setting.federation();
        return federation == null ? 0 : federation.names().otherThan(setting.domain());
    }

    @Override
    protected List<String> command(Mode mode) {
        List<String> command =
                new ArrayList<>(
                        java(
                                RelayServer.class,
                                String.valueOf(port()),
                                setting.certificate().certificate().toString(),
                                setting.certificate().key().toString(),
                                String.valueOf(other())));
        if (mode == Mode.ARCHIVED) {
            command.add(directory.resolve("messages").toString());
        }
        return command;
    }
}
