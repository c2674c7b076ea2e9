package stoa.accounts.administration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.command.CommandStep;
import stoa.core.entity.Timers;
import stoa.core.route.ServedDomains;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.form.FormField.Option;
import stoa.xmpp.jid.DomainJid;

/**
 * Restarting and shutting down (XEP-0133 sections 4.30 and 4.31), after a delay and an announcement
 * in all domains. What was ordered once is not taken back.
 */
final class OperatorCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorCommands.class);
    private static final String USUAL = "30";

    /** Even at once: whoever has ordered it is told that it was. */
    private static final Duration SOONEST = Duration.ofSeconds(1);

    private static final Option[] DELAYS = {
        new Option("At once", "0"),
        new Option("30 seconds", USUAL),
        new Option("60 seconds", "60"),
        new Option("90 seconds", "90"),
        new Option("2 minutes", "120"),
        new Option("3 minutes", "180"),
        new Option("4 minutes", "240"),
        new Option("5 minutes", "300")
    };

    private final ServiceOperator operator;
    private final Announcer announcer;
    private final ServedDomains served;
    private final Timers timers;
    private final AtomicBoolean ordered = new AtomicBoolean();

    OperatorCommands(
            ServiceOperator operator, Announcer announcer, ServedDomains served, Timers timers) {
        this.operator = operator;
        this.announcer = announcer;
        this.served = served;
        this.timers = timers;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.server(
                        "restart",
                        "Restart the server",
                        admin -> ask(admin, "Restart the server", "restart", operator::restart)),
                gate.server(
                        "shutdown",
                        "Shut the server down",
                        admin -> ask(admin, "Shut the server down", "shutdown", operator::stop)));
    }

    private CompletionStage<CommandStep> ask(
            Admin admin, String title, String what, Runnable operation) {
        DataForm form =
                AdminForm.asked(
                        title,
                        "All domains of the server are told what you announce.",
                        FormField.of(
                                        FormField.Type.LIST_SINGLE,
                                        "delay",
                                        "In how many seconds",
                                        USUAL)
                                .withOptions(DELAYS),
                        AdminForm.lines("announcement", "What to say", null));
        return CommandStep.askLast(form, submitted -> order(admin, what, submitted, operation))
                .now();
    }

    private CompletionStage<CommandStep> order(
            Admin admin, String what, DataForm submitted, Runnable operation) {
        String chosen = submitted.value("delay");
        String delay = chosen == null || chosen.isEmpty() ? USUAL : chosen;
        String text = AdminForm.text(submitted, "announcement");
        if (text.length() > NoticeCommands.MAX_CHARS) {
            return CommandStep.failed("The text is too long.").now();
        }
        if (!ordered.compareAndSet(false, true)) {
            return CommandStep.failed("The server is about to stop already.").now();
        }
        LOG.warn("service_ordered what={} by={} in_s={}", what, admin.account(), delay);
        if (!text.isEmpty()) {
            for (DomainJid domain : served.all()) {
                announcer.tellEverybody(domain.domain(), text);
            }
        }
        Duration chosenDelay = Duration.ofSeconds(Long.parseLong(delay));
        timers.after(chosenDelay.compareTo(SOONEST) < 0 ? SOONEST : chosenDelay, operation);
        return CommandStep.done("In " + delay + " seconds.").now();
    }
}
