package stoa.core.command;

import java.util.concurrent.CompletionStage;

/**
 * A command that people run from their clients (XEP-0050): a node, a label, and what it asks and
 * does. Called as an {@link stoa.core.hook.IqHandler} is: it must not block, and its stages may
 * complete on any thread.
 */
public interface AdHocCommand {
    /** The node it is known by (section 3.2), the same in the list and in {@code <command/>}. */
    String node();

    /** Its label in the list, in English. */
    String name();

    /**
     * Whether the requester may see and run it here. Asked for the list and before every step, so
     * that a right that was taken away ends what it began.
     */
    CompletionStage<Boolean> isFor(Requester requester);

    /** Begins: what it asks first, or what it has done if it need not ask. */
    CompletionStage<CommandStep> begin(Requester requester);
}
