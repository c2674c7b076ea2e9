package stoa.accounts.invite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.command.Requester;
import stoa.store.invite.Invite;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Takes invitations back that are still open: one's own, and for administrators all of their
 * domain. No standard has it.
 */
final class Revoking implements AdHocCommand {
    private static final String NODE = "urn:stoa:invite:0#revoke";
    private static final String FIELD = "invitations";
    private static final int MOST_SHOWN = 200;

    private final Invitations invitations;
    private final Inviters inviters;

    Revoking(Invitations invitations, Inviters inviters) {
        this.invitations = invitations;
        this.inviters = inviters;
    }

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Take invitations back";
    }

    @Override
    public CompletionStage<Boolean> isFor(Requester requester) {
        return CompletableFuture.completedFuture(InviteCommands.asker(requester) != null);
    }

    @Override
    public CompletionStage<CommandStep> begin(Requester requester) {
        return open(requester)
                .thenApply(
                        open ->
                                open.isEmpty()
                                        ? CommandStep.done("No invitation is open.")
                                        : CommandStep.askLast(
                                                form(open),
                                                submitted -> revoke(requester, submitted)));
    }

    private static DataForm form(List<Invite> open) {
        List<FormField.Option> options = new ArrayList<>();
        for (Invite invite : open) {
            options.add(new FormField.Option(label(invite), id(invite)));
        }
        FormField field =
                new FormField(
                        FIELD,
                        FormField.Type.LIST_MULTI,
                        "Take these back",
                        false,
                        List.of(),
                        options);
        return new DataForm(DataForm.Type.FORM, "Open invitations", null, List.of(field));
    }

    private static String label(Invite invite) {
        String username = invite.grants().username();
        BareJid inviter = invite.inviter();
        return (invite.grants().account() ? "An account" : "A contact")
                + (username == null ? "" : " named " + username)
                + (inviter == null ? "" : ", from " + inviter)
                + ", of "
                + invite.createdAt()
                + (invite.usesLeft() > 1 ? ", " + invite.usesLeft() + " uses" : "");
    }

    /** The stored hash: it is of no use to whoever sees it. */
    private static String id(Invite invite) {
        return HexFormat.of().formatHex(invite.tokenHash().array());
    }

    /** Looked up once more: what was shown may be another's to take back by now. */
    private CompletionStage<CommandStep> revoke(Requester requester, DataForm submitted) {
        FormField field = submitted.field(FIELD);
        Set<String> chosen = new HashSet<>(field == null ? List.of() : field.values());
        return open(requester)
                .thenCompose(
                        open -> {
                            List<Invite> back =
                                    open.stream().filter(i -> chosen.contains(id(i))).toList();
                            CompletableFuture<?>[] all =
                                    back.stream()
                                            .map(i -> invitations.revoke(i).toCompletableFuture())
                                            .toArray(CompletableFuture[]::new);
                            return CompletableFuture.allOf(all)
                                    .thenApply(
                                            done ->
                                                    CommandStep.done(
                                                            back.size()
                                                                    + " of "
                                                                    + chosen.size()
                                                                    + " were taken back."));
                        });
    }

    private CompletionStage<List<Invite>> open(Requester requester) {
        BareJid asker = InviteCommands.asker(requester);
        if (asker == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(Condition.FORBIDDEN.text()));
        }
        return inviters.rightsOf(asker)
                .thenCompose(
                        rights ->
                                invitations.open(
                                        asker.domain(),
                                        rights == Inviters.Rights.ADMINISTRATOR ? null : asker,
                                        MOST_SHOWN));
    }
}
