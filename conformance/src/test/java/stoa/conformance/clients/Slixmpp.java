package stoa.conformance.clients;

import java.util.List;
import java.util.Map;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.wire.Endpoint;

/**
 * slixmpp (Debian's python3-slixmpp): {@code clients/slixmpp/colleague.py}, or {@code bridge.py}
 * for a component.
 */
final class Slixmpp extends Driven {
    Slixmpp(Endpoint endpoint, Account account) {
        this(command("colleague.py", account, endpoint.host(), endpoint.port()), account);
    }

    /** On a machine that knows the server, as uploads need. */
    Slixmpp(ClientMachine machine, Endpoint endpoint, Account account) {
        this(
                machine.command(command("colleague.py", account, endpoint.host(), endpoint.port())),
                account);
    }

    /** A component of that address and secret. */
    static Slixmpp bridge(Account address, String host, int port) {
        return new Slixmpp(command("bridge.py", address, host, port), address);
    }

    private Slixmpp(List<String> command, Account account) {
        super("slixmpp of " + account.jid(), command, Map.of("STOA_PASSWORD", account.password()));
    }

    private static List<String> command(String script, Account account, String host, int port) {
        return List.of(
                // Debian's own interpreter: the package is not installed for any other.
                "/usr/bin/python3",
                PackagedServer.root().resolve("conformance/clients/slixmpp/" + script).toString(),
                account.jid(),
                host,
                Integer.toString(port));
    }
}
