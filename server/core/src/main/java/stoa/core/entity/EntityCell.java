package stoa.core.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
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
final class EntityCell<K, S, C, E, F> extends Mailbox<EntityCell.Told<C>> {
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

    /** One life in memory; as a journal entry, the end of a noted change. */
    private final class Epoch implements Journal.Entry {
        final Journal.Writer writer = new Journal.Writer();

        /**
         * Entries with effects that the journal has not released yet. Raised on the turn, lowered
         * on the journal thread.
         */
        final AtomicInteger unreleased = new AtomicInteger();

        /** Noted entries that are not in the store yet. */
        final AtomicInteger noted = new AtomicInteger();

        /** Whether the store has all that this life has decided. */
        boolean isQuiet() {
            return unreleased.get() == 0 && noted.get() == 0;
        }

        /** The journal has let go of something of this life. */
        void released(AtomicInteger what) {
            what.decrementAndGet();
            if (isOver()) {
                resume();
            }
        }

        /**
         * Whether it has failed and the journal is done with it: what a load may read then will not
         * change behind it.
         */
        boolean isOver() {
            return writer.hasFailed() && isQuiet();
        }

        @Override
        public void committed() {
            released(noted);
        }

        @Override
        public void failed() {
            released(noted);
        }
    }

    private final EntityRuntime<K, S, C, E, F> runtime;
    private final EntityKind<K, S, C, E, F> kind;
    private final K key;

    private volatile Phase phase = Phase.EMPTY;
    private volatile long usedMillis;
    private @Nullable S state;
    private Epoch epoch = new Epoch();
    private long loadFailedMillis;

    EntityCell(EntityRuntime<K, S, C, E, F> runtime, K key) {
        super(runtime.scheduler, key.hashCode());
        this.runtime = runtime;
        this.kind = runtime.kind;
        this.key = key;
        this.usedMillis = runtime.clock.millis();
    }

    /** Takes a command; false when this cell is retired and a new one must be made. */
    boolean offer(C command, Runnable released) {
        if (size() >= runtime.settings.mailboxLimit() && !kind.mustTake(command)) {
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
            case READY -> !epoch.writer.hasFailed() || (epoch.isOver() && startLoading());
            case LOADING -> false;
            case EMPTY -> startLoading();
            case LOAD_FAILED -> isResting() || startLoading();
        };
    }

    /** Not when the clock was set back meanwhile: nothing would be loaded for as long as that. */
    private boolean isResting() {
        long ms = runtime.clock.millis() - loadFailedMillis;
        return ms >= 0 && ms < LOAD_RETRY_MS;
    }

    private boolean startLoading() {
        phase = Phase.LOADING;
        load().whenComplete(
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

    /** Parked for good would be a mailbox whose load has thrown instead of failing. */
    private CompletionStage<S> load() {
        try {
            return kind.load(key);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedStage(e);
        }
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
        try {
            decision = kind.decide(key, loaded(), command, runtime.clock.instant());
            changes = changesOf(decision.events());
        } catch (RuntimeException | Error e) {
            LOG.error("entity_decide_failed kind={} key={}", kind.name(), key, e);
            speakInOrder(kind.refuse(key, command, BUG), told);
            return;
        }
        if (changes.isEmpty()) {
            apply(decision.events());
            speakInOrder(decision.effects(), told);
        } else {
            record(decision, changes, told);
        }
    }

    private List<Change> changesOf(List<E> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        if (events.size() == 1) {
            return kind.changes(key, events.getFirst());
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            changes.addAll(kind.changes(key, events.get(i)));
        }
        return changes;
    }

    /**
     * Takes the events over into memory. A state that does not accept its own events is a bug; the
     * entity is then loaded anew.
     */
    private void apply(List<E> events) {
        try {
            S next = loaded();
            for (int i = 0; i < events.size(); i++) {
                next = kind.apply(next, events.get(i));
            }
            state = next;
        } catch (RuntimeException | Error e) {
            LOG.error("entity_apply_failed kind={} key={}", kind.name(), key, e);
            epoch.writer.abandon();
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
        } else if (!hold(List.of(), effects, told)) { // the journal is closed
            refuse(told.command, told.released, OVERLOADED);
        }
    }

    private void record(Decision<E, F> decision, List<Change> changes, Told<C> told) {
        boolean stored = decision.held() ? hold(changes, decision.effects(), told) : note(changes);
        if (!stored) {
            refuse(told.command, told.released, OVERLOADED);
            return;
        }
        apply(decision.events());
        if (!decision.held()) {
            speakInOrder(decision.effects(), told);
        }
    }

    /** Has changes stored that nothing waits for. */
    private boolean note(List<Change> changes) {
        Epoch mine = epoch;
        mine.noted.incrementAndGet();
        boolean appended = runtime.journal.append(mine.writer, changes, mine);
        if (!appended) {
            mine.noted.decrementAndGet();
        }
        return appended;
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
        for (int i = 0; i < effects.size(); i++) {
            perform(effects.get(i));
        }
        released.run();
    }

    /** One that fails keeps nothing else from being said. */
    private void perform(F effect) {
        try {
            kind.perform(key, effect);
        } catch (RuntimeException | Error e) {
            LOG.error("entity_perform_failed kind={} key={}", kind.name(), key, e);
        }
    }

    private void retire() {
        boolean quiet = phase != Phase.READY || (epoch.isQuiet() && kind.mayUnload(state));
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
            try {
                speak(effects, told.released);
            } finally {
                mine.released(mine.unreleased);
            }
        }

        @Override
        public void failed() {
            try {
                refuse(told.command, told.released, NOT_STORED);
            } finally {
                mine.released(mine.unreleased);
            }
        }
    }
}
