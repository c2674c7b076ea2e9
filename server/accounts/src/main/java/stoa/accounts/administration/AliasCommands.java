package stoa.accounts.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.AliasRegister.Answer;
import stoa.core.command.CommandStep;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasHours;
import stoa.store.alias.HoursNotation;
import stoa.store.alias.InvalidHoursException;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;

/** Aliases, made and changed by the administrators of their domain, in the forms of XEP-0133. */
final class AliasCommands {
    private static final String ALIAS = "aliasjid";
    private static final String NAME = "name";
    private static final String MEMBERS = "memberjids";
    private static final String LIVE = "live";
    private static final String ZONE = "timezone";
    private static final String HOURS = "hours";

    private final AliasRegister register;

    AliasCommands(AliasRegister register) {
        this.register = register;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.domain("stoa-add-alias", "Add an alias", this::add),
                gate.domain("stoa-edit-alias", "Edit an alias", this::edit),
                gate.domain("stoa-delete-alias", "Delete an alias", this::delete),
                gate.domain("stoa-list-aliases", "List aliases", this::list));
    }

    private CompletionStage<CommandStep> add(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "An alias",
                        "People write to it, and its members answer together.",
                        alias(),
                        FormField.of(FormField.Type.TEXT_SINGLE, NAME, "Name to show"),
                        FormField.of(FormField.Type.JID_MULTI, MEMBERS, "Members"),
                        zone(null),
                        hours(null));
        return CommandStep.askLast(form, submitted -> make(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> make(Admin admin, DataForm submitted) {
        BareJid address = address(submitted, admin);
        List<BareJid> members = members(submitted);
        if (address == null || members == null) {
            return notHere(admin);
        }
        AliasHours hours;
        try {
            hours = submittedHours(submitted, null);
        } catch (InvalidHoursException e) {
            return CommandStep.failed(sentence(e.reason())).now();
        }
        String name = AdminForm.text(submitted, NAME);
        return register.add(address, name, members)
                .thenCompose(
                        added ->
                                hours == null
                                        ? CompletableFuture.completedFuture(added)
                                        : next(added, () -> register.hours(address, hours))
                                                .thenApply(
                                                        bound ->
                                                                bound instanceof Answer.Done
                                                                        ? added
                                                                        : bound))
                .thenApply(AliasCommands::step);
    }

    private CompletionStage<CommandStep> edit(Admin admin) {
        DataForm form = AdminForm.asked("An alias", "Which one?", alias());
        return CommandStep.ask(form, submitted -> chosen(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> chosen(Admin admin, DataForm submitted) {
        BareJid address = address(submitted, admin);
        return address == null
                ? notHere(admin)
                : register.list(admin.domain())
                        .thenApply(
                                all ->
                                        all.stream()
                                                .filter(a -> a.address().equals(address))
                                                .findFirst()
                                                .map(this::form)
                                                .orElseGet(
                                                        () ->
                                                                CommandStep.failed(
                                                                        address
                                                                                + " is no alias.")));
    }

    private CommandStep form(Alias alias) {
        DataForm form =
                AdminForm.asked(
                        "Alias " + alias.address(),
                        "Who is a member no more loses the open conversations at once.",
                        FormField.text(NAME, "Name to show", alias.displayName()),
                        FormField.many(
                                FormField.Type.JID_MULTI,
                                MEMBERS,
                                "Members",
                                alias.members().stream().map(BareJid::toString).toList()),
                        FormField.bool(LIVE, "Takes chat", alias.live()),
                        zone(alias.hours()),
                        hours(alias.hours()));
        return CommandStep.askLast(form, submitted -> save(alias, submitted));
    }

    private CompletionStage<CommandStep> save(Alias alias, DataForm submitted) {
        List<BareJid> members = members(submitted);
        if (members == null) {
            return CommandStep.failed("A member is no account's address.").now();
        }
        List<BareJid> gone = new ArrayList<>(alias.members());
        gone.removeAll(members);
        List<String> live = AdminForm.values(submitted, LIVE);
        boolean on = live.isEmpty() || live.contains("1") || live.contains("true");
        AliasHours hours;
        try {
            hours = submittedHours(submitted, alias.hours());
        } catch (InvalidHoursException e) {
            return CommandStep.failed(sentence(e.reason())).now();
        }
        BareJid address = alias.address();
        String name = AdminForm.text(submitted, NAME);
        return register.members(address, members, gone)
                .thenCompose(answer -> next(answer, () -> register.rename(address, name)))
                .thenCompose(answer -> next(answer, () -> register.hours(address, hours)))
                .thenCompose(answer -> next(answer, () -> register.live(address, on)))
                .thenApply(AliasCommands::step);
    }

    /** Goes on with the next change after one that was done. */
    private static CompletionStage<Answer> next(
            Answer answer, Supplier<CompletionStage<Answer>> change) {
        return answer instanceof Answer.Done
                ? change.get()
                : CompletableFuture.completedFuture(answer);
    }

    private CompletionStage<CommandStep> delete(Admin admin) {
        DataForm form =
                AdminForm.asked("Delete an alias", "What was said stays in the archive.", alias());
        return CommandStep.askLast(
                        form,
                        submitted -> {
                            BareJid address = address(submitted, admin);
                            return address == null
                                    ? notHere(admin)
                                    : register.remove(address).thenApply(AliasCommands::step);
                        })
                .now();
    }

    private CompletionStage<CommandStep> list(Admin admin) {
        return register.list(admin.domain())
                .thenApply(
                        all ->
                                CommandStep.done(
                                        all.isEmpty()
                                                ? "There are no aliases."
                                                : all.stream()
                                                        .map(AliasCommands::line)
                                                        .collect(Collectors.joining("\n"))));
    }

    private static String line(Alias alias) {
        return alias.address()
                + " ("
                + alias.displayName()
                + (alias.live() ? "" : ", takes no chat")
                + hoursOf(alias)
                + "): "
                + String.join(", ", alias.members().stream().map(BareJid::toString).toList());
    }

    private static String hoursOf(Alias alias) {
        AliasHours hours = alias.hours();
        return hours == null
                ? ""
                : ", " + String.join("; ", HoursNotation.lines(hours)) + " in " + hours.zone();
    }

    private static FormField zone(@Nullable AliasHours hours) {
        return FormField.text(
                ZONE,
                "Time zone of the hours, such as Europe/Berlin",
                hours == null ? "" : hours.zone());
    }

    private static FormField hours(@Nullable AliasHours hours) {
        return FormField.many(
                FormField.Type.TEXT_MULTI,
                HOURS,
                "When it is answered, a line each, such as Mon-Fri 09:00-17:00; empty: always",
                hours == null ? List.of() : HoursNotation.lines(hours));
    }

    /**
     * The hours submitted; what a client leaves out stays. Throws {@link InvalidHoursException}.
     */
    private static @Nullable AliasHours submittedHours(
            DataForm submitted, @Nullable AliasHours before) {
        return submitted.field(HOURS) == null
                ? before
                : HoursNotation.asked(
                        AdminForm.text(submitted, ZONE), AdminForm.values(submitted, HOURS));
    }

    private static FormField alias() {
        return FormField.of(FormField.Type.JID_SINGLE, ALIAS, "Address").asRequired();
    }

    /** The address, when it is of the domain that is administered. */
    private static @Nullable BareJid address(DataForm submitted, Admin admin) {
        return Addresses.parse(AdminForm.text(submitted, ALIAS)) instanceof BareJid address
                        && address.domain().equals(admin.domain())
                ? address
                : null;
    }

    /** Null when one is no account's address. */
    private static @Nullable List<BareJid> members(DataForm submitted) {
        List<BareJid> members = new ArrayList<>();
        for (String value : AdminForm.values(submitted, MEMBERS)) {
            if (!(Addresses.parse(value) instanceof BareJid member)) {
                return null;
            }
            members.add(member);
        }
        return members;
    }

    private static CompletionStage<CommandStep> notHere(Admin admin) {
        return CommandStep.failed("These are no addresses of " + admin.domain() + ".").now();
    }

    private static CommandStep step(Answer answer) {
        return switch (answer) {
            case Answer.Done(var says) -> CommandStep.done(sentence(says));
            case Answer.Refused(var says) -> CommandStep.failed(sentence(says));
        };
    }

    private static String sentence(String says) {
        return Character.toUpperCase(says.charAt(0)) + says.substring(1) + ".";
    }
}
