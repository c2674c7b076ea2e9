package stoa.accounts.administration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.people.Administrators;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.core.command.Requester;
import stoa.core.route.ServedDomains;
import stoa.xmpp.jid.BareJid;

/**
 * One use case of XEP-0133 section 4, or one of our own like them. Only administrators of the
 * domain it is sent to see and run it; what it did and who had it done is logged, without its
 * contents.
 */
final class AdminCommand implements AdHocCommand {
    static final String NAMESPACE = "http://jabber.org/protocol/admin";

    /** Of commands that XEP-0133 does not know. */
    static final String OWN_NAMESPACE = "urn:stoa:admin:0";

    private static final Logger LOG = LoggerFactory.getLogger(AdminCommand.class);

    /** What a command is about. */
    enum Reach {
        /** The domain it is sent to. */
        DOMAIN,
        /** All domains of the server. Who administers only one of several may not run it. */
        SERVER
    }

    /** What the command asks and does. */
    @FunctionalInterface
    interface Work {
        CompletionStage<CommandStep> begin(Admin admin);
    }

    private final String namespace;
    private final String name;
    private final String label;
    private final Reach reach;
    private final Gate gate;
    private final Work work;

    /** Who is let in. */
    record Gate(Administrators administrators, ServedDomains served) {
        AdminCommand domain(String name, String label, Work work) {
            return new AdminCommand(NAMESPACE, name, label, Reach.DOMAIN, this, work);
        }

        /** One about the domain that XEP-0133 does not have. */
        AdminCommand own(String name, String label, Work work) {
            return new AdminCommand(OWN_NAMESPACE, name, label, Reach.DOMAIN, this, work);
        }

        AdminCommand server(String name, String label, Work work) {
            return new AdminCommand(NAMESPACE, name, label, Reach.SERVER, this, work);
        }
    }

    private AdminCommand(
            String namespace, String name, String label, Reach reach, Gate gate, Work work) {
        this.namespace = namespace;
        this.name = name;
        this.label = label;
        this.reach = reach;
        this.gate = gate;
        this.work = work;
    }

    @Override
    public String node() {
        return namespace + "#" + name;
    }

    @Override
    public String name() {
        return label;
    }

    @Override
    public CompletionStage<Boolean> isFor(Requester requester) {
        return admin(requester).thenApply(admin -> admin != null);
    }

    @Override
    public CompletionStage<CommandStep> begin(Requester requester) {
        return admin(requester)
                .thenCompose(
                        admin -> {
                            if (admin == null) {
                                throw new IllegalStateException("not let in");
                            }
                            return work.begin(admin).thenApply(step -> logged(step, admin));
                        });
    }

    /** The administrator, or null for everybody else, and for an application of theirs. */
    private CompletionStage<@Nullable Admin> admin(Requester requester) {
        if (requester.application()
                || !(requester.from().bare() instanceof BareJid account)
                || !gate.served().serves(account.domain())
                || (requester.responder() instanceof BareJid && !requester.byOwner())) {
            return CompletableFuture.completedFuture(null);
        }
        String domain = requester.responder().domain();
        return gate.administrators()
                .rightsOf(account)
                .<@Nullable Admin>thenApply(
                        rights -> {
                            Admin admin = new Admin(account, domain, rights);
                            return isLetIn(admin) ? admin : null;
                        });
    }

    private boolean isLetIn(Admin admin) {
        return switch (admin.rights()) {
            case NONE -> false;
            case OWN_DOMAIN ->
                    admin.account().domain().equals(admin.domain())
                            && (reach == Reach.DOMAIN || gate.served().all().size() == 1);
            case WHOLE_SERVER -> true;
        };
    }

    private CommandStep logged(CommandStep step, Admin admin) {
        return switch (step) {
            case CommandStep.Ask ask ->
                    new CommandStep.Ask(
                            ask.form(),
                            ask.notes(),
                            logged(ask.next(), admin),
                            logged(ask.complete(), admin));
            case CommandStep.Done done -> {
                boolean failed =
                        done.notes().stream().anyMatch(note -> note.type() == Note.Type.ERROR);
                LOG.info(
                        "admin_command command={} by={} domain={} failed={}",
                        name,
                        admin.account(),
                        admin.domain(),
                        failed);
                yield step;
            }
            case CommandStep.Refused refused -> step;
        };
    }

    private CommandStep.@Nullable Then logged(CommandStep.@Nullable Then then, Admin admin) {
        return then == null
                ? null
                : submitted -> then.with(submitted).thenApply(step -> logged(step, admin));
    }
}
