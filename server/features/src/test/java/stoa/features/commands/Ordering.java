package stoa.features.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.core.command.Requester;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError.Condition;

/** A command of two stages, for one guest: what to eat, and on which table. */
final class Ordering implements AdHocCommand {
    static final String NODE = "urn:example:order";

    private final Jid guest;
    final List<String> orders = new ArrayList<>();
    boolean open = true;

    /** Completed by the story when the kitchen is held up; null: at once. */
    @Nullable CompletableFuture<CommandStep> heldUp;

    Ordering(Jid guest) {
        this.guest = guest;
    }

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Order a meal";
    }

    @Override
    public CompletionStage<Boolean> isFor(Requester requester) {
        return CompletableFuture.completedFuture(open && requester.from().bare().equals(guest));
    }

    @Override
    public CompletionStage<CommandStep> begin(Requester requester) {
        DataForm dishes =
                DataForm.of(
                        DataForm.Type.FORM,
                        NODE,
                        List.of(
                                FormField.of(FormField.Type.TEXT_SINGLE, "dish", "Dish")
                                        .asRequired()));
        return CommandStep.ask(dishes.titled("The menu", null), this::dish).now();
    }

    private CompletionStage<CommandStep> dish(DataForm submitted) {
        String dish = submitted.value("dish");
        if ("stone".equals(dish)) {
            return new CommandStep.Refused(Condition.NOT_ACCEPTABLE.error("Not on the menu."))
                    .now();
        }
        if ("fire".equals(dish)) {
            throw new IllegalStateException("the kitchen burns");
        }
        DataForm tables =
                DataForm.of(
                        DataForm.Type.FORM,
                        NODE,
                        List.of(FormField.of(FormField.Type.TEXT_SINGLE, "table", "Table")));
        return new CommandStep.Ask(
                        tables,
                        List.of(Note.warn("It will take a while.")),
                        null,
                        table -> {
                            orders.add(dish + " at " + table.value("table"));
                            return heldUp != null
                                    ? heldUp
                                    : CommandStep.done("The " + dish + " will come.").now();
                        })
                .now();
    }
}
