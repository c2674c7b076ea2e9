package stoa.core.entity;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.xmpp.stanza.StanzaError;

/**
 * A kind of single-writer entity: all accounts, all rooms. The runtime gives each key one mailbox
 * and lets one thread at a time work on it; so nothing here locks, and nothing here may block.
 *
 * @param <K> what an entity is known by: a bare JID, or a service's address
 * @param <S> state, immutable or confined to the entity
 * @param <C> command, immutable
 * @param <E> event, immutable
 * @param <F> effect, immutable: what is said, as data
 */
public interface EntityKind<K, S, C, E, F> {
    /** A short name for logs and metrics: {@code account}, {@code room}. */
    String name();

    /**
     * Reads the state from the store, off the event loops. A failure refuses the commands that wait
     * with a {@code wait} error.
     */
    CompletionStage<S> load(K key);

    /**
     * The rule: reads the state, returns a decision, changes nothing. On the entity's turn, on an
     * event loop.
     */
    Decision<E, F> decide(K key, S state, C command, Instant now);

    /**
     * The state after an event; a state that is confined to the entity may be changed in place.
     * Called once the event is in the journal's batch, so nothing that was refused is ever applied.
     * Must accept every event that {@link #decide} returned for that state.
     */
    S apply(S state, E event);

    /**
     * What the event writes to the tables; empty for an event that changes only memory. Asked
     * before the event is applied.
     */
    List<Change> changes(K key, E event);

    /**
     * Speaks: hands the effect to sessions and other mailboxes. Called on an event loop or on the
     * journal thread, in the entity's order; must only hand over. May not read the entity's state.
     */
    void perform(K key, F effect);

    /**
     * How a command is answered that could not be decided or stored: the effects that refuse it, or
     * none.
     */
    List<F> refuse(K key, C command, StanzaError error);

    /**
     * Whether the command must be taken even by a full mailbox: one that frees something, such as a
     * session's end.
     */
    default boolean mustTake(C command) {
        return false;
    }

    /**
     * Whether the entity may be forgotten and loaded again when next needed. Asked after a while
     * without commands.
     */
    default boolean mayUnload(@Nullable S state) {
        return true;
    }
}
