package stoa.accounts.alias;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import stoa.core.entity.Decision;
import stoa.core.entity.EntityKind;
import stoa.core.journal.Change;
import stoa.store.alias.AliasDeleted;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.AliasThreadClosed;
import stoa.store.alias.AliasThreadSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError;

/**
 * Binds the aspects of an alias to the entity runtime: which aspect decides which command, and what
 * an event writes. Has no rules of its own.
 */
final class AliasEntity
        implements EntityKind<BareJid, AliasState, AliasCommand, AliasEvent, AliasEffect> {
    private final Function<BareJid, CompletionStage<AliasState>> loader;
    private final BiConsumer<BareJid, AliasEffect> voice;
    private final Asking asking;
    private final Answering answering;
    private final ThreadRequests requests;
    private final Recalling recalling;
    private final Editing editing = new Editing();

    AliasEntity(
            Surrounding around,
            Function<BareJid, CompletionStage<AliasState>> loader,
            BiConsumer<BareJid, AliasEffect> voice) {
        this.loader = loader;
        this.voice = voice;
        Assigning assigning = new Assigning(around);
        asking = new Asking(around);
        recalling = new Recalling(around);
        answering = new Answering(around, assigning);
        requests = new ThreadRequests(around, answering, assigning);
    }

    @Override
    public String name() {
        return "alias";
    }

    @Override
    public CompletionStage<AliasState> load(BareJid key) {
        return loader.apply(key);
    }

    @Override
    public Decision<AliasEvent, AliasEffect> decide(
            BareJid key, AliasState state, AliasCommand command, Instant now) {
        return switch (command) {
            case AliasCommand.Ask ask -> asking.ask(state, ask);
            case AliasCommand.Reply reply -> answering.reply(state, reply);
            case AliasCommand.Request request -> requests.request(state, request);
            case AliasCommand.Recall recall -> recalling.recall(state, recall);
            case AliasCommand.Create create -> editing.create(state, create);
            case AliasCommand.Update update -> editing.update(state, update);
            case AliasCommand.Remove remove -> editing.remove(state, remove);
            case AliasCommand.Forget(var account) -> editing.forget(state, account);
        };
    }

    @Override
    public AliasState apply(AliasState state, AliasEvent event) {
        return state.apply(event);
    }

    @Override
    public List<Change> changes(BareJid key, AliasEvent event) {
        return switch (event) {
            case AliasEvent.Archived(var append, long once) -> List.of(append);
            case AliasEvent.ThreadPut(var thread) -> List.of(new AliasThreadSaved(thread));
            case AliasEvent.ThreadClosed(var alias, var person) ->
                    List.of(new AliasThreadClosed(alias, person));
            case AliasEvent.Saved(var alias) -> List.of(new AliasSaved(alias));
            case AliasEvent.Deleted() -> List.of(new AliasDeleted(key));
        };
    }

    @Override
    public void perform(BareJid key, AliasEffect effect) {
        voice.accept(key, effect);
    }

    @Override
    public List<AliasEffect> refuse(BareJid key, AliasCommand command, StanzaError error) {
        return switch (command) {
            case AliasCommand.Ask ask -> Refusals.answers(ask.message(), error);
            case AliasCommand.Reply reply -> Refusals.answers(reply.message(), error);
            case AliasCommand.Request request -> Refusals.answers(request.iq(), error);
            case AliasCommand.Recall recall -> List.of(new AliasEffect.TellAgain(recall));
            case AliasCommand.Create create ->
                    List.of(new AliasEffect.Complete(create.done(), AliasChanges.Outcome.FAILED));
            case AliasCommand.Update update ->
                    List.of(new AliasEffect.Complete(update.done(), AliasChanges.Outcome.FAILED));
            case AliasCommand.Remove remove ->
                    List.of(new AliasEffect.Complete(remove.done(), AliasChanges.Outcome.FAILED));
            case AliasCommand.Forget forget -> List.of(new AliasEffect.TellAgain(forget));
        };
    }

    @Override
    public boolean mustTake(AliasCommand command) {
        return command instanceof AliasCommand.Forget;
    }
}
