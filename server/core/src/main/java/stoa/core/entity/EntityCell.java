package stoa.core.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * One entity: its mailbox, its state while loaded, and what it still has to say behind the journal.
 *
 * <p>{@code state}, {@code epoch} and {@code now} belong to the mailbox's turn; {@code phase} is
 * also written by the load's completion, which happens while the mailbox is parked. An epoch is one
 * life in memory: when a commit fails its journal writer is failed with it, and the next command
 * starts a new one from the store.
 */
final class EntityCell<S, C, E, F> extends Mailbox<EntityCell.Told<C>> {
    private static final Logger LOG = LoggerFactory.getLogger(EntityCell.class);

    /**
     * After a load that failed, commands are refused for so long before the store is asked again.
     */
    private static final long LOAD_RETRY_MS = 1_000;

    private static final StanzaError NOT_STORED =
            Condition.INTERNAL_SERVER_ERROR.error("This could not be stored. Please try again.");
    private static final StanzaError NOT_LOADED =
            Condition.INTERNAL_SERVER_ERROR.error("The store does not answer. Please try again.");
    private static final StanzaError OVERLOADED =
            Condition.RESOURCE_CONSTRAINT.error("The server is busy. Please try again.");
    private static final StanzaError BUG =
            Condition.INTERNAL_SERVER_ERROR.error("The server made a mistake. Please try again.");

    /** A command, or null for the request to unload. */
    record Told<C>(@Nullable C command, Runnable released) {}

    private enum Phase {
        EMPTY,
        LOADING,
        READY,
        LOAD_FAILED
    }

    private static final class Epoch {
        final Journal.Writer writer = new Journal.Writer();

        /**
         * Entries with effects that the journal has not released yet. Raised on the turn, lowered
         * on the journal thread.
         */
        final AtomicInteger unreleased = new AtomicInteger();
    }

    private final EntityRuntime<S, C, E, F> runtime;
    private final EntityKind<S, C, E, F> kind;
    private final BareJid key;

    private volatile Phase phase = Phase.EMPTY;
    private volatile long usedMillis;
    private @Nullable S state;
    private Epoch epoch = new Epoch();
    private long loadFailedMillis;

    EntityCell(EntityRuntime<S, C, E, F> runtime, BareJid key) {
        super(runtime.scheduler, key.hashCode());
        this.runtime = runtime;
        this.kind = runtime.kind;
        this.key = key;
        this.usedMillis = runtime.clock.millis();
    }

    /** Takes a command; false when this cell is retired and a new one must be made. */
    boolean offer(C command, Runnable released) {
        if (size() >= runtime.settings.mailboxLimit()) {
            refuse(command, released, OVERLOADED);
            return true;
        }
        return add(new Told<>(command, released));
    }

    long lastUsedMillis() {
        return usedMillis;
    }

    void unload() {
        add(new Told<>(null, () -> {}));
    }

    @Override
    boolean isOpen() {
        return switch (phase) {
            case READY -> !epoch.writer.hasFailed() || startLoading();
            case LOADING -> false;
            case EMPTY -> startLoading();
            case LOAD_FAILED ->
                    runtime.clock.millis() - loadFailedMillis < LOAD_RETRY_MS || startLoading();
        };
    }

    private boolean startLoading() {
        phase = Phase.LOADING;
        kind.load(key)
                .whenComplete(
                        (loaded, failure) -> {
                            if (failure == null) {
                                state = loaded;
                                epoch = new Epoch();
                                phase = Phase.READY;
                            } else {
                                LOG.error(
                                        "entity_load_failed kind={} key={}",
                                        kind.name(),
                                        key,
                                        failure);
                                loadFailedMillis = runtime.clock.millis();
                                phase = Phase.LOAD_FAILED;
                            }
                            resume();
                        });
        return phase != Phase.LOADING;
    }

    @Override
    void receive(Told<C> told) {
        C command = told.command;
        if (command == null) {
            retire();
            return;
        }
        usedMillis = runtime.clock.millis();
        if (phase != Phase.READY) {
            refuse(command, told.released, NOT_LOADED);
            return;
        }
        Decision<E, F> decision;
        List<Change> changes;
        S next = loaded();
        try {
            decision = kind.decide(key, next, command, runtime.clock.instant());
            changes = decision.events().isEmpty() ? List.of() : new ArrayList<>();
            for (E event : decision.events()) {
                changes.addAll(kind.changes(key, event));
                next = kind.apply(next, event);
            }
        } catch (RuntimeException e) {
            LOG.error("entity_decide_failed kind={} key={}", kind.name(), key, e);
            speakInOrder(kind.refuse(key, command, BUG), told);
            return;
        }
        if (changes.isEmpty()) {
            state = next;
            speakInOrder(decision.effects(), told);
        } else if (record(decision, changes, told)) {
            state = next;
        }
    }

    @SuppressWarnings(
            "NullAway") // READY means loaded; a loader that completes with null is a bug of its
    // kind
    private S loaded() {
        return state;
    }

    /** Speaks now, or behind what this entity has said before and the journal still holds. */
    private void speakInOrder(List<F> effects, Told<C> told) {
        if (epoch.unreleased.get() == 0) {
            speak(effects, told.released);
        } else if (!hold(List.of(), effects, told)) {
            told.released.run();
        }
    }

    private boolean record(Decision<E, F> decision, List<Change> changes, Told<C> told) {
        boolean stored;
        if (decision.held()) {
            stored = hold(changes, decision.effects(), told);
        } else {
            stored = runtime.journal.append(epoch.writer, changes, SILENT);
            if (stored) {
                speakInOrder(decision.effects(), told);
            }
        }
        if (!stored) {
            refuse(told.command, told.released, OVERLOADED);
        }
        return stored;
    }

    private boolean hold(List<Change> changes, List<F> effects, Told<C> told) {
        Epoch mine = epoch;
        mine.unreleased.incrementAndGet();
        boolean appended =
                runtime.journal.append(mine.writer, changes, new Held(mine, effects, told));
        if (!appended) {
            mine.unreleased.decrementAndGet();
        }
        return appended;
    }

    private void refuse(@Nullable C command, Runnable released, StanzaError error) {
        if (command != null) {
            speak(kind.refuse(key, command, error), released);
        }
    }

    private void speak(List<F> effects, Runnable released) {
        try {
            for (int i = 0; i < effects.size(); i++) {
                kind.perform(key, effects.get(i));
            }
        } catch (RuntimeException e) {
            LOG.error("entity_perform_failed kind={} key={}", kind.name(), key, e);
        } finally {
            released.run();
        }
    }

    private void retire() {
        boolean quiet =
                phase != Phase.READY || (epoch.unreleased.get() == 0 && kind.mayUnload(state));
        if (quiet && retireIfAlone()) {
            runtime.forget(key, this);
        }
    }

    /** What waits for its commit, with all it takes to refuse it. */
    private final class Held implements Journal.Entry {
        private final Epoch mine;
        private final List<F> effects;
        private final Told<C> told;

        Held(Epoch mine, List<F> effects, Told<C> told) {
            this.mine = mine;
            this.effects = effects;
            this.told = told;
        }

        @Override
        public void committed() {
            speak(effects, told.released);
            mine.unreleased.decrementAndGet();
        }

        @Override
        public void failed() {
            refuse(told.command, told.released, NOT_STORED);
            mine.unreleased.decrementAndGet();
        }
    }

    private static final Journal.Entry SILENT =
            new Journal.Entry() {
                @Override
                public void committed() {}

                @Override
                public void failed() {}
            };
}
