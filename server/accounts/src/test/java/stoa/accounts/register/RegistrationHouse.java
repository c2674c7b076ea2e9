package stoa.accounts.register;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.invite.Invitations;
import stoa.accounts.invite.Wish;
import stoa.accounts.people.Directory;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.PasswordKeys;
import stoa.accounts.provision.Provisioning;
import stoa.core.session.RegistrationGate;
import stoa.core.session.Session;
import stoa.store.account.Account;
import stoa.store.invite.Invite;
import stoa.store.memory.MemoryStore;
import stoa.store.roster.Roster;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.testkit.Story;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** Accounts that come and go on a server in memory: whoever registers, and whoever is there. */
final class RegistrationHouse {
    static final DomainJid DOMAIN = DomainJid.of("example.org");
    static final String PASSWORD = "wherefore art thou";
    private static final int FEW_ITERATIONS = 4096;

    final ManualClock clock = new ManualClock();
    final MemoryStore store = new MemoryStore();
    final InMemoryServer server = new InMemoryServer(store, clock, "example.org", "other.example");
    final Directory directory = new Directory(0);
    final Accounts accounts;
    final Provisioning provisioning;
    final Invitations invitations;
    final RegistrationDesk desk;
    final Story story = new Story(server);
    final List<BareJid> tokensRevoked = new ArrayList<>();

    RegistrationHouse(RegistrationPolicy policy, Person... cast) {
        this(policy, RegistrationLimits.DEFAULTS, cast);
    }

    RegistrationHouse(RegistrationPolicy policy, RegistrationLimits limits, Person... cast) {
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
        provisioning =
                new Provisioning(
                        store.accounts(),
                        store.rosters(),
                        server.journal(),
                        new PasswordKeys(new SecureRandom(), FEW_ITERATIONS),
                        Runnable::run,
                        clock,
                        new Heard());
        invitations =
                new Invitations(
                        store.invites(),
                        server.journal(),
                        provisioning,
                        accounts,
                        new SecureRandom(),
                        clock);
        desk = new RegistrationDesk(policy, provisioning, invitations, limits, clock);
        server.hooks().install(new InBandRegistration(provisioning, limits, clock));
        accounts.invitations(invitations);
        accounts.start(server.journal(), server.scheduler(), InMemoryServer.LIMITS, 0);
        server.gate(accounts);
        for (Person person : cast) {
            add(person.address());
        }
    }

    void add(BareJid address) {
        provisioning.create(new NewAccount(address, null, PASSWORD, false));
        server.settle();
    }

    boolean exists(String local) {
        return directory.exists(BareJid.of(local, DOMAIN.domain()));
    }

    List<stoa.store.account.ScramKeys> keys(Person person) {
        return store.accounts()
                .credentials(person.address())
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .keys();
    }

    String invitation(@Nullable Person inviter, Invite.Grants grants) {
        var made =
                invitations.make(
                        new Wish(
                                DOMAIN.domain(),
                                inviter == null ? null : inviter.address(),
                                grants,
                                1,
                                Wish.USUAL));
        server.settle();
        return made.toCompletableFuture().join().token();
    }

    RegistrationGate.Registrant visitor() {
        return visitor("192.0.2.1");
    }

    RegistrationGate.Registrant visitor(String network) {
        try {
            return desk.registrant(DOMAIN, InetAddress.getByName(network));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Asks, and gives the answer. */
    Iq ask(RegistrationGate.Registrant visitor, Iq.Type type, Element payload) {
        var answer = visitor.ask(Iq.of(type, null, null, "r1", payload));
        server.settle();
        return answer.toCompletableFuture().join();
    }

    Iq shows(RegistrationGate.Registrant visitor, String token) {
        return ask(
                visitor,
                Iq.Type.SET,
                Element.of("preauth", "urn:xmpp:pars:0").attribute("token", token).build());
    }

    Iq registers(RegistrationGate.Registrant visitor, String username, String password) {
        return ask(visitor, Iq.Type.SET, account(username, password));
    }

    static Element query(Element... children) {
        return Element.of("query", RegisterQuery.NAMESPACE).children(List.of(children)).build();
    }

    static Element field(String name, String text) {
        return Element.text(name, RegisterQuery.NAMESPACE, text);
    }

    static Element account(String username, String password) {
        return query(field("username", username), field("password", password));
    }

    static Element form(@Nullable String formType, DataForm.Type type, FormField... fields) {
        List<FormField> all = new ArrayList<>();
        if (formType != null) {
            all.add(FormField.hidden(DataForm.FORM_TYPE, formType));
        }
        all.addAll(List.of(fields));
        return query(new DataForm(type, null, null, all).toElement());
    }

    /** The condition of an error, or "result". */
    static String outcome(Iq answer) {
        if (!answer.isError()) {
            return "result";
        }
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        return error.elements()
                .filter(child -> child.namespace().equals(StanzaError.NAMESPACE))
                .map(Element::name)
                .filter(name -> !name.equals("text"))
                .findFirst()
                .orElseThrow();
    }

    private final class Heard implements Provisioning.Listener {
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
            accounts.forget(account, contacts);
        }

        @Override
        public void passwordChanged(BareJid account, @Nullable Session asking) {
            accounts.endSessions(account, asking, "The password was changed.");
            tokensRevoked.add(account);
        }
    }
}
