package stoa.accounts.administration;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.command.CommandStep;
import stoa.store.notice.Notice;
import stoa.store.notice.Notice.Kind;
import stoa.xmpp.form.DataForm;

/**
 * Announcements to all who are online, the message of the day and the welcome (XEP-0133 sections
 * 4.23 to 4.28).
 */
final class NoticeCommands {
    /** How long a text may be, in characters. */
    static final int MAX_CHARS = 10_000;

    private final Notices notices;
    private final Announcer announcer;

    NoticeCommands(Notices notices, Announcer announcer) {
        this.notices = notices;
        this.announcer = announcer;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.domain(
                        "announce",
                        "Tell everybody who is online",
                        admin ->
                                ask(
                                        "Tell everybody who is online",
                                        "announcement",
                                        null,
                                        text -> announce(admin, text))),
                gate.domain(
                        "set-motd",
                        "Set the message of the day",
                        admin ->
                                ask(
                                        "Set the message of the day",
                                        "motd",
                                        null,
                                        text -> setMotd(admin, text))),
                gate.domain(
                        "edit-motd",
                        "Correct the message of the day",
                        admin ->
                                ask(
                                        "Correct the message of the day",
                                        "motd",
                                        notices.text(admin.domain(), Kind.MOTD),
                                        text -> editMotd(admin, text))),
                gate.domain(
                        "delete-motd",
                        "Remove the message of the day",
                        admin -> delete(admin, Kind.MOTD)),
                gate.domain(
                        "set-welcome",
                        "Set the welcome",
                        admin ->
                                ask(
                                        "Set the welcome",
                                        "welcome",
                                        notices.text(admin.domain(), Kind.WELCOME),
                                        text -> setWelcome(admin, text))),
                gate.domain(
                        "delete-welcome",
                        "Remove the welcome",
                        admin -> delete(admin, Kind.WELCOME)));
    }

    private static CompletionStage<CommandStep> ask(
            String title,
            String field,
            @Nullable String text,
            Function<String, CompletionStage<CommandStep>> then) {
        DataForm form =
                AdminForm.asked(
                        title,
                        "At most " + MAX_CHARS + " characters.",
                        AdminForm.lines(field, "What to say", text).asRequired());
        return CommandStep.askLast(
                        form,
                        submitted -> {
                            String said = AdminForm.text(submitted, field);
                            return said.isEmpty() || said.length() > MAX_CHARS
                                    ? CommandStep.failed("The text is empty or too long.").now()
                                    : then.apply(said);
                        })
                .now();
    }

    private CompletionStage<CommandStep> announce(Admin admin, String text) {
        int told = announcer.tellEverybody(admin.domain(), text).size();
        return CommandStep.done(told(told)).now();
    }

    private static String told(int people) {
        return people == 1 ? "One person was told." : people + " people were told.";
    }

    private CompletionStage<CommandStep> setMotd(Admin admin, String text) {
        return notices.setMotd(admin.domain(), text)
                .thenApply(
                        told -> CommandStep.done(told(told) + " The others are when they come."));
    }

    private CompletionStage<CommandStep> editMotd(Admin admin, String text) {
        return notices.editMotd(admin.domain(), text)
                .thenApply(done -> CommandStep.done("Who has not been told yet is told this."));
    }

    private CompletionStage<CommandStep> setWelcome(Admin admin, String text) {
        return notices.setWelcome(admin.domain(), text)
                .thenApply(done -> CommandStep.done("New people are told this when they come."));
    }

    private CompletionStage<CommandStep> delete(Admin admin, Kind kind) {
        Notice there = notices.current(admin.domain(), kind);
        return there == null
                ? CommandStep.done("There was none.").now()
                : notices.delete(admin.domain(), kind)
                        .thenApply(done -> CommandStep.done("It was removed."));
    }
}
