package stoa.conformance.federation;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/**
 * The packaged server for {@link #HERE} and another one for {@link #THERE}, with the DNS and the
 * authority between them. People are called as in the play, and have accounts where they live.
 * {@code -Dstoa.peer=prosody} puts Prosody in the place of the packaged server, to see whether the
 * tests are right.
 */
final class Federation implements AutoCloseable {
    static final String HERE = "verona.example";
    static final String THERE = "mantua.example";

    /** Whose server is the other one. */
    enum Kind {
        STOA,
        PROSODY,
        EJABBERD
    }

    private static final List<String> PEOPLE_HERE = List.of("juliet", "nurse", "tybalt");
    private static final List<String> PEOPLE_THERE =
            List.of("romeo", "friar", "benvolio", "apothecary");

    private final Path folder;
    private final Plan plan;
    final Names names;
    final Authority authority;
    final TestServer here;
    final TestServer there;

    /** What is to be started. Built in place. */
    static final class Plan {
        private final Kind kind;
        private final Proof proof;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private boolean directTls;
        private Shown shown = Authority::issue;

        private Plan(Kind kind, Proof proof) {
            this.kind = kind;
            this.proof = proof;
        }

        /** A configuration key of the server of {@link #HERE}, in TOML's notation. */
        Plan set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** The DNS says that both servers take direct TLS (XEP-0368) and nothing else. */
        Plan byDirectTls() {
            directTls = true;
            return set("s2s.direct_tls_port", Integer.toString(Peer.SERVERS_DIRECT));
        }

        /** What the server of {@link #THERE} shows in place of a good certificate. */
        Plan showing(Shown certificate) {
            shown = certificate;
            return this;
        }

        Federation start() {
            return new Federation(this);
        }
    }

    /** Makes a certificate for these names, or not for them. */
    interface Shown {
        Authority.Issued of(Authority authority, String... names) throws Exception;
    }

    static Plan plan(Kind kind, Proof proof) {
        return new Plan(kind, proof);
    }

    private Federation(Plan plan) {
        this.plan = plan;
        var opened = new ArrayList<AutoCloseable>();
        try {
            folder = Files.createTempDirectory("stoa-federation-");
            opened.add(() -> Folders.delete(folder));
            authority = new Authority(folder);
            names = new Names(folder, Setup.ownAddress());
            opened.add(names);
            here =
                    System.getProperty("stoa.peer", "").equals("prosody")
                            ? peer(Kind.PROSODY, HERE, PEOPLE_HERE, Authority::issue)
                            : stoa(HERE, PEOPLE_HERE, plan.settings);
            opened.add(here);
            there =
                    plan.kind == Kind.STOA
                            ? stoa(THERE, PEOPLE_THERE, Map.of())
                            : peer(plan.kind, THERE, PEOPLE_THERE, plan.shown);
            opened.add(there);
            publish(HERE, here.endpoint().host());
            publish(THERE, there.endpoint().host());
            names.publish();
        } catch (Exception | AssertionError e) {
            closeAll(opened);
            throw new AssertionError(e);
        }
    }

    private static Account account(String name, String domain) {
        return Account.of(name + "@" + domain);
    }

    private TestServer stoa(String domain, List<String> people, Map<String, String> more)
            throws Exception {
        var setup =
                Setup.of(domain)
                        .set("s2s.enabled", "true")
                        .set(
                                "s2s.dns_servers",
                                "[\"" + names.address() + ":" + names.port() + "\"]");
        if (plan.proof == Proof.CERTIFICATES) {
            String[] all = {domain, "conference." + domain, "upload." + domain};
            var certificate =
                    domain.equals(HERE) ? authority.issue(all) : plan.shown.of(authority, all);
            setup.set("s2s.auth", "\"certificate\"")
                    .set("s2s.trust", "\"" + authority.certificate() + "\"")
                    .set("tls.certificate", "\"" + certificate.certificate() + "\"")
                    .set("tls.key", "\"" + certificate.key() + "\"");
        }
        more.forEach(setup::set);
        people.forEach(name -> setup.account(account(name, domain)));
        return TestServer.start(setup);
    }

    private TestServer peer(Kind kind, String domain, List<String> people, Shown shown)
            throws Exception {
        boolean certificates = plan.proof == Proof.CERTIFICATES;
        String rooms = "conference." + domain;
        var peer =
                new Peer(
                        Files.createDirectories(folder.resolve(domain)),
                        Setup.ownAddress(),
                        domain,
                        people.stream().map(name -> account(name, domain)).toList(),
                        certificates
                                ? shown.of(authority, domain, rooms)
                                : authority.selfSigned(domain, rooms),
                        certificates ? authority.certificate() : null,
                        names);
        return kind == Kind.PROSODY ? new ProsodyPeer(peer) : new EjabberdPeer(peer);
    }

    private void publish(String domain, String address) {
        String host = "xmpp." + domain;
        names.host(host, address);
        for (String name : List.of(domain, "conference." + domain)) {
            if (plan.directTls) {
                names.directService(name, host, Peer.SERVERS_DIRECT).noService(name);
            } else {
                names.service(name, host, Peer.SERVERS);
            }
        }
    }

    /** Signs somebody in who lives on either side; not available yet. */
    Session signIn(String name, String resource) {
        boolean local = PEOPLE_HERE.contains(name);
        Account account = account(name, local ? HERE : THERE);
        return Session.signIn(
                (local ? here : there).endpoint(), account.jid(), account.password(), resource);
    }

    /**
     * Waits until the packaged server knows that its streams to the other one are gone. What is
     * sent before is lost with the connection where the other one does not acknowledge (XEP-0198).
     */
    void noticesTheEnd() {
        if (here instanceof PackagedServer ours) {
            ours.awaitLog(Federation::isNoLongerCarrying, PATIENCE);
        }
    }

    /** It has carried, and the last that it says of it is the end; attempts may have failed too. */
    private static boolean isNoLongerCarrying(String log) {
        boolean begun = false;
        boolean carrying = false;
        for (String line : log.lines().toList()) {
            if (line.contains("s2s_outgoing_ready")) {
                begun = true;
                carrying = true;
            } else if (line.contains("s2s_outgoing_ended") && line.contains("for=stanzas")) {
                carrying = false;
            }
        }
        return begun && !carrying;
    }

    /** The end of both servers' logs, for the message of a failed test. */
    String logs() {
        return "--- " + HERE + "\n" + end(here.log()) + "\n--- " + THERE + "\n" + end(there.log());
    }

    private static String end(String log) {
        return log.length() < 20_000 ? log : log.substring(log.length() - 20_000);
    }

    @Override
    public void close() {
        closeAll(List.of(() -> Folders.delete(folder), names, here, there));
    }

    /** Closes the last first, all of them whatever happens. */
    private static void closeAll(List<AutoCloseable> opened) {
        AssertionError failure = null;
        for (AutoCloseable one : opened.reversed()) {
            try {
                one.close();
            } catch (Exception | AssertionError e) {
                failure = new AssertionError(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
