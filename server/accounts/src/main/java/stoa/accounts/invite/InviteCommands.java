package stoa.accounts.invite;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.command.Requester;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.store.account.AccountStore;
import stoa.store.invite.Invite;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Ad-hoc Account Invitation Generation, XEP-0401, on the domain: everybody invites somebody to be
 * their contact; who may invite to the server makes invitations that make accounts as well; and
 * each takes back their own, administrators all of their domain.
 */
public final class InviteCommands implements Feature {
    static final String RESULT = "urn:xmpp:invite#invitation";

    /** What one account that does not administer its domain may have open at the same time. */
    static final long MOST_OPEN = 100;

    private static final String TOO_MANY =
            "So many of your invitations are open. Take some back first.";
    private static final StanzaError TAKEN =
            Condition.CONFLICT.error("This user name is taken or kept for somebody.");
    private static final StanzaError NO_NAME =
            Condition.NOT_ACCEPTABLE.error(
                    "A user name may have letters, digits, dots, hyphens and underscores, and no spaces.");

    private final Invitations invitations;
    private final AccountStore accounts;
    private final Inviters inviters;
    private final InviteAddresses addresses;

    public InviteCommands(
            Invitations invitations,
            AccountStore accounts,
            Inviters inviters,
            InviteAddresses addresses) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.inviters = inviters;
        this.addresses = addresses;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(379, "0.3.3"), Xep.of(401, "0.6.0"));
    }

    @Override
    public void install(Hooks hooks) {
        hooks.command(Target.SERVER, new UserInvitation());
        hooks.command(Target.SERVER, new AccountCreation());
        hooks.command(Target.SERVER, new Revoking(invitations, inviters));
    }

    /**
     * The account of that domain that asks, or null when it is none. An application (XEP-0493) lets
     * nobody in in its owner's name.
     */
    static @Nullable BareJid asker(Requester requester) {
        return !requester.application()
                        && requester.responder() instanceof DomainJid domain
                        && requester.from().bare() instanceof BareJid account
                        && account.domain().equals(domain.domain())
                ? account
                : null;
    }

    /** Makes one that works once and for as long as is usual, unless too many are open. */
    private CompletionStage<CommandStep> make(
            BareJid inviter, Function<Inviters.Rights, Invite.Grants> grants) {
        return inviters.rightsOf(inviter)
                .thenCombine(
                        invitations.countOpen(inviter),
                        (rights, open) ->
                                open >= MOST_OPEN && rights != Inviters.Rights.ADMINISTRATOR
                                        ? CommandStep.failed(TOO_MANY).now()
                                        : make(
                                                new Wish(
                                                        inviter.domain(),
                                                        inviter,
                                                        grants.apply(rights),
                                                        1,
                                                        Wish.USUAL)))
                .thenCompose(step -> step);
    }

    private CompletionStage<CommandStep> make(Wish wish) {
        return invitations.make(wish).thenApply(made -> CommandStep.done(result(made)));
    }

    private DataForm result(Invitations.Made made) {
        Invite invite = made.invite();
        String landing = addresses.landing(invite, made.token());
        List<FormField> fields = new ArrayList<>();
        fields.add(FormField.text("uri", "Address for apps", addresses.uri(invite, made.token())));
        if (landing != null) {
            fields.add(FormField.text("landing-url", "Address for browsers", landing));
        }
        // People read it: Gajim shows the field as it is.
        String expires = invite.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString();
        fields.add(FormField.text("expire", "Expires", expires));
        return DataForm.of(DataForm.Type.RESULT, RESULT, fields);
    }

    /** Section 4.1: a contact, and an account for who has none if the inviter may give it. */
    private final class UserInvitation implements AdHocCommand {
        @Override
        public String node() {
            return "urn:xmpp:invite#invite";
        }

        @Override
        public String name() {
            return "Invite somebody";
        }

        @Override
        public CompletionStage<Boolean> isFor(Requester requester) {
            return CompletableFuture.completedFuture(asker(requester) != null);
        }

        @Override
        public CompletionStage<CommandStep> begin(Requester requester) {
            BareJid inviter = asker(requester);
            if (inviter == null) {
                return new CommandStep.Refused(Condition.FORBIDDEN.error()).now();
            }
            return make(
                    inviter,
                    rights -> new Invite.Grants(rights != Inviters.Rights.CONTACTS, true, null));
        }
    }

    /** Section 4.4: an account, with a user name of the inviter's choice or the invited's. */
    private final class AccountCreation implements AdHocCommand {
        @Override
        public String node() {
            return "urn:xmpp:invite#create-account";
        }

        @Override
        public String name() {
            return "Invite to a new account";
        }

        @Override
        public CompletionStage<Boolean> isFor(Requester requester) {
            BareJid inviter = asker(requester);
            return inviter == null || !addresses.makesAccountsInApps()
                    ? CompletableFuture.completedFuture(false)
                    : inviters.rightsOf(inviter)
                            .thenApply(rights -> rights != Inviters.Rights.CONTACTS);
        }

        @Override
        public CompletionStage<CommandStep> begin(Requester requester) {
            DataForm form =
                    new DataForm(
                            DataForm.Type.FORM,
                            "New account",
                            "Who has the invitation chooses the password, and the user name if you do not.",
                            List.of(
                                    FormField.of(
                                            FormField.Type.TEXT_SINGLE, "username", "User name"),
                                    FormField.bool(
                                            "roster-subscription",
                                            "Be in each other's contact list",
                                            false)));
            return CommandStep.askLast(form, submitted -> submitted(requester, submitted)).now();
        }

        private CompletionStage<CommandStep> submitted(Requester requester, DataForm form) {
            BareJid inviter = asker(requester);
            if (inviter == null) {
                return new CommandStep.Refused(Condition.FORBIDDEN.error()).now();
            }
            FormField subscription = form.field("roster-subscription");
            boolean contact = subscription != null && Boolean.TRUE.equals(subscription.bool());
            String username = form.value("username");
            if (username == null || username.isBlank()) {
                return make(inviter, rights -> new Invite.Grants(true, contact, null));
            }
            BareJid address = NewAccount.address(username, inviter.domain()).orElse(null);
            if (address == null) {
                return new CommandStep.Refused(NO_NAME).now();
            }
            return isFree(address)
                    .thenCompose(
                            free ->
                                    free
                                            ? make(
                                                    inviter,
                                                    rights ->
                                                            new Invite.Grants(
                                                                    true, contact, address.local()))
                                            : new CommandStep.Refused(TAKEN).now());
        }

        private CompletionStage<Boolean> isFree(BareJid address) {
            return accounts.find(address)
                    .thenCombine(
                            accounts.wasDeleted(address),
                            (account, was) -> account.isEmpty() && !was)
                    .thenCombine(
                            invitations.isReserved(address), (free, reserved) -> free && !reserved);
        }
    }
}
