package stoa.core.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** What a command answers with at one stage of its execution (XEP-0050 section 2.4). */
public sealed interface CommandStep {
    /** What follows when the form of a stage comes back. */
    @FunctionalInterface
    interface Then {
        /**
         * Goes on.
         *
         * @param submitted has passed {@link stoa.xmpp.form.FormCheck} against the form asked
         */
        CompletionStage<CommandStep> with(DataForm submitted);
    }

    /**
     * A form to be filled in; the command is {@code executing}. Going back to it shows what was
     * filled in.
     *
     * @param next the action {@code next}, or null when it is not allowed
     * @param complete the action {@code complete}, or null when it is not allowed; with both,
     *     {@code execute} means {@code next}
     */
    record Ask(DataForm form, List<Note> notes, @Nullable Then next, @Nullable Then complete)
            implements CommandStep {
        public Ask {
            notes = List.copyOf(notes);
            if (next == null && complete == null) {
                throw new IllegalArgumentException("nothing can follow");
            }
        }
    }

    /**
     * The command is {@code completed}, successfully unless a note is an error (section 3.6).
     *
     * @param payloads results, such as forms of the type {@code result}
     */
    record Done(List<Note> notes, List<Element> payloads) implements CommandStep {
        public Done {
            notes = List.copyOf(notes);
            payloads = List.copyOf(payloads);
        }
    }

    /** This stage is refused; the execution stays where it was and may go on another way. */
    record Refused(StanzaError error) implements CommandStep {}

    /** A stage that is followed by others. */
    static CommandStep ask(DataForm form, Then next) {
        return new Ask(form, List.of(), next, null);
    }

    /** The last stage. */
    static CommandStep askLast(DataForm form, Then complete) {
        return new Ask(form, List.of(), null, complete);
    }

    /** Completed, with a sentence. */
    static CommandStep done(String sentence) {
        return new Done(List.of(Note.info(sentence)), List.of());
    }

    /** Completed, with a result. */
    static CommandStep done(DataForm result) {
        return new Done(List.of(), List.of(result.toElement()));
    }

    /** Completed without success (section 3.6); the sentence says why. */
    static CommandStep failed(String sentence) {
        return new Done(List.of(Note.error(sentence)), List.of());
    }

    /** This step, at once. */
    default CompletionStage<CommandStep> now() {
        return CompletableFuture.completedFuture(this);
    }
}
