package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.StoredAliases;
import stoa.accounts.people.Administrators;
import stoa.accounts.people.Directory;
import stoa.accounts.provision.Provisioning;
import stoa.core.command.CommandResponder;
import stoa.core.hook.Target;
import stoa.core.route.PeerLists;
import stoa.core.session.Session;
import stoa.store.Bytes;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.ScramKeys;
import stoa.store.memory.MemoryStore;
import stoa.store.roster.Roster;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * A server in memory with administrators: Juliet of her domain, Escalus of the whole server by its
 * configuration.
 */
final class AdministrationHouse {
    static final String COMMANDS = CommandResponder.NAMESPACE;
    static final DomainJid DOMAIN = DomainJid.of("example.org");
    static final Person ESCALUS = Person.of("escalus@example.org");

    final ManualClock clock = new ManualClock();
    final MemoryStore store = new MemoryStore();
    final List<String> operations = new ArrayList<>();
    private final String[] domains;
    InMemoryServer server;
    Accounts accounts;
    Provisioning provisioning;
    PeerLists peers;
    ServiceAdministration administration;

    AdministrationHouse(String... domains) {
        this.domains = domains;
        for (Person person :
                List.of(Person.JULIET, Person.ROMEO, Person.MERCUTIO, ESCALUS, Person.TYBALT)) {
            boolean admin = person.equals(Person.JULIET) || person.equals(Person.TYBALT);
            save(new Account(person.address(), null, true, admin, Instant.EPOCH));
        }
        start();
    }

    private void save(Account account) {
        try {
            store.commit(List.of(new AccountSaved(account)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Starts the server, or another one on what the first has stored. */
    void start() {
        server = new InMemoryServer(store, clock, domains);
        Directory directory = new Directory(500);
        directory.load(store.accounts(), server.domains().all()).toCompletableFuture().join();
        accounts =
                new Accounts(
                        AccountSettings.DEFAULTS,
                        store,
                        directory,
                        server.hooks(),
                        server.domains(),
                        server.services(),
                        server.registry(),
                        clock,
                        server.timers());
        server.gate(accounts);
        provisioning =
                new Provisioning(
                        store.accounts(),
                        store.rosters(),
                        server.journal(),
                        password -> List.of(keys(password)),
                        Runnable::run,
                        clock,
                        new Told(directory));
        peers = new PeerLists();
        administration =
                new ServiceAdministration(
                        new ServiceAdministration.Parts(
                                store,
                                server.journal(),
                                clock,
                                server.timers(),
                                accounts,
                                provisioning,
                                new AliasRegister(
                                        new StoredAliases(store.aliases(), server.journal()),
                                        store.aliases(),
                                        store.accounts()),
                                new Administrators(store.accounts(), Set.of(ESCALUS.address())),
                                server.registry(),
                                server.domains(),
                                peers,
                                new Noted()));
        var responder = new CommandResponder(new SecureRandom(), clock);
        for (Target target : Target.values()) {
            server.hooks()
                    .iq(
                            target,
                            Name.of(COMMANDS, "command"),
                            request ->
                                    responder.run(
                                            request.iq(),
                                            request.byApplication(),
                                            node -> server.hooks().command(target, node)));
        }
        server.hooks().install(administration);
        administration.start().toCompletableFuture().join();
        accounts.start(server.journal(), server.scheduler(), InMemoryServer.LIMITS, 0);
    }

    /** Stops in order and starts anew. */
    void restarts() {
        var flushed = administration.flushed();
        server.settle();
        assertThat(flushed.toCompletableFuture()).isCompleted();
        start();
    }

    /** Not the real derivation, which is slow on purpose; the password can be told apart. */
    static ScramKeys keys(String password) {
        Bytes key = Bytes.utf8(password);
        return new ScramKeys("SHA-256", Bytes.utf8("salt"), 4096, key, key);
    }

    private final class Told implements Provisioning.Listener {
        private final Directory directory;

        Told(Directory directory) {
            this.directory = directory;
        }

        @Override
        public void created(Account account) {
            directory.saved(account);
        }

        @Override
        public void changed(Account account) {
            directory.saved(account);
        }

        @Override
        public void deleted(BareJid account, Roster contacts) {
            directory.removed(account);
            accounts.deleted(account);
            accounts.forget(account, contacts);
            administration.forget(account);
        }

        @Override
        public void passwordChanged(BareJid account, @Nullable Session asking) {
            accounts.endSessions(account, asking, "The password was changed.");
        }
    }

    private final class Noted implements ServiceOperator {
        @Override
        public void stop() {
            operations.add("stop");
        }

        @Override
        public void restart() {
            operations.add("restart");
        }
    }

    TestClient online(Person person, String resource) {
        TestClient client = server.client(person.on(resource));
        client.comesOnline();
        return client.forgets().acknowledges();
    }

    @Nullable Account account(BareJid address) {
        return store.accounts().find(address).toCompletableFuture().join().orElse(null);
    }

    /** Of a command of XEP-0133 by its name; one of our own is named by its whole node. */
    static String node(String command) {
        return command.startsWith("urn:") ? command : "http://jabber.org/protocol/admin#" + command;
    }

    static Element begin(String command) {
        return Element.of("command", COMMANDS).attribute("node", node(command)).build();
    }

    /** Begins a command at the administrator's own address: its first answer. */
    static Element opens(TestClient admin, String command) {
        Iq answer = admin.asks(Iq.Type.SET, null, begin(command));
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    static DataForm form(Element command) {
        return Objects.requireNonNull(DataForm.in(command), () -> "a form in " + command);
    }

    static FormField field(String name, String... values) {
        return FormField.of(FormField.Type.TEXT_SINGLE, name, null, values);
    }

    /** Fills in the form of an opened command and completes it: its answer. */
    static Iq submits(TestClient admin, Element opened, FormField... fields) {
        Element.Builder command =
                Element.of("command", COMMANDS)
                        .attribute("node", opened.attribute("node"))
                        .attribute("sessionid", opened.attribute("sessionid"))
                        .attribute("action", "complete")
                        .child(
                                DataForm.of(
                                                DataForm.Type.SUBMIT,
                                                form(opened).value("FORM_TYPE"),
                                                List.of(fields))
                                        .toElement());
        return admin.asks(Iq.Type.SET, null, command.build());
    }

    /** Runs a command of one form to its end. */
    static Element runs(TestClient admin, String command, FormField... fields) {
        Iq answer = submits(admin, opens(admin, command), fields);
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        Element done = Objects.requireNonNull(answer.payload());
        assertThat(done.attribute("status")).isEqualTo("completed");
        return done;
    }

    static Element succeeds(TestClient admin, String command, FormField... fields) {
        Element done = runs(admin, command, fields);
        assertThat(errors(done)).as("%s", done).isEmpty();
        return done;
    }

    /** Runs it and gives the sentence that says why it failed. */
    static String fails(TestClient admin, String command, FormField... fields) {
        List<String> errors = errors(runs(admin, command, fields));
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    private static List<String> errors(Element done) {
        return done.elements()
                .filter(e -> e.is("note", COMMANDS) && "error".equals(e.attribute("type")))
                .map(Element::text)
                .toList();
    }

    /** What a command that asks nothing tells. */
    static @Nullable String value(TestClient admin, String command, String field) {
        return form(opens(admin, command)).value(field);
    }

    /** The defined condition that the request is refused with. */
    static String refused(TestClient client, @Nullable Jid to, Element command) {
        Iq answer = client.asks(Iq.Type.SET, to, command);
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.ERROR);
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        return Objects.requireNonNull(error.firstChild()).name();
    }
}
