package stoa.accounts.administration;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.core.journal.ArchiveSlot;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.xml.Element;

/**
 * What the people of a domain have reported when they blocked somebody (XEP-0377), for their
 * administrators: one result form a report, newest first.
 */
final class ReportCommands {
    /** How many one answer holds; older ones are asked for by their date. */
    static final int MAX = 50;

    private static final String BEFORE = "before";

    private final AdministratorsReports reports;

    ReportCommands(AdministratorsReports reports) {
        this.reports = reports;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(gate.own("reports", "Read what people have reported", this::ask));
    }

    private CompletionStage<CommandStep> ask(Admin admin) {
        DataForm form =
                DataForm.of(
                                DataForm.Type.FORM,
                                AdminCommand.OWN_NAMESPACE,
                                List.of(
                                        FormField.text(
                                                BEFORE, "Only those before (YYYY-MM-DD)", "")))
                        .titled("Reports", "The newest " + MAX + ", or those before a day (UTC).");
        return CommandStep.askLast(form, submitted -> read(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> read(Admin admin, DataForm submitted) {
        String before = AdminForm.text(submitted, BEFORE);
        long beforeId;
        try {
            beforeId = before.isEmpty() ? AdministratorsReports.NEWEST : firstIdOf(before);
        } catch (DateTimeException | ArithmeticException e) {
            return CommandStep.failed("\"" + before + "\" is no day such as 2026-01-31.").now();
        }
        return reports.list(admin.domain(), beforeId, MAX + 1).thenApply(ReportCommands::step);
    }

    private static long firstIdOf(String day) {
        Instant start = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        return ArchiveSlot.firstIdAt(Math.max(0, start.toEpochMilli()));
    }

    private static CommandStep step(List<Report> found) {
        if (found.isEmpty()) {
            return CommandStep.done("Nobody has reported anything.");
        }
        List<Element> forms = found.stream().limit(MAX).map(ReportCommands::form).toList();
        List<Note> notes =
                found.size() <= MAX
                        ? List.of()
                        : List.of(Note.warn("There are more: ask for those before a day."));
        return new CommandStep.Done(notes, forms);
    }

    private static Element form(Report report) {
        List<FormField> fields = new ArrayList<>();
        fields.add(
                FormField.text(
                        "time",
                        "When",
                        Instant.ofEpochMilli(report.epochMillis())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()));
        fields.add(
                FormField.of(
                        FormField.Type.JID_SINGLE,
                        "reporter",
                        "Who reports",
                        report.reporter().toString()));
        fields.add(
                FormField.of(
                        FormField.Type.JID_SINGLE,
                        "reported",
                        "Whom",
                        report.reported().toString()));
        fields.add(FormField.text("reason", "Reason", report.reason()));
        fields.add(
                AdminForm.lines(
                        "text", "In their words", Objects.requireNonNullElse(report.text(), "")));
        fields.add(
                FormField.many(
                        FormField.Type.TEXT_MULTI,
                        "stanzas",
                        "The messages it is about",
                        report.stanzas().stream().map(one -> one.id() + " " + one.by()).toList()));
        return DataForm.of(DataForm.Type.RESULT, AdminCommand.OWN_NAMESPACE, fields).toElement();
    }
}
