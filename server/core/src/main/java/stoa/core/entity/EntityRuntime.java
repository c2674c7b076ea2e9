package stoa.core.entity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import stoa.core.journal.Journal;

/**
 * Hosts the entities of one kind: finds or loads the entity of a key and gives it the command.
 * Entities are reached by key with immutable messages only, so that a cluster can host them
 * elsewhere.
 *
 * <p>Safe on any thread. Commands told by one thread to one key are decided in that order. A
 * mailbox holds at most {@link Settings#mailboxLimit} commands; beyond it {@link #tell} refuses the
 * command at once with {@code resource-constraint}.
 */
public final class EntityRuntime<K, S, C, E, F> {
    /**
     * The bounds of a runtime.
     *
     * @param mailboxLimit commands that may wait for one entity
     * @param idle how long an entity without commands stays in memory
     */
    public record Settings(int mailboxLimit, Duration idle) {
        public static final Settings DEFAULTS = new Settings(10_000, Duration.ofMinutes(10));
    }

    final EntityKind<K, S, C, E, F> kind;
    final Journal journal;
    final MailboxScheduler scheduler;
    final InstantSource clock;
    final Settings settings;
    private final ConcurrentHashMap<K, EntityCell<K, S, C, E, F>> cells = new ConcurrentHashMap<>();

    public EntityRuntime(
            EntityKind<K, S, C, E, F> kind,
            Journal journal,
            MailboxScheduler scheduler,
            InstantSource clock,
            Settings settings) {
        this.kind = kind;
        this.journal = journal;
        this.scheduler = scheduler;
        this.clock = clock;
        this.settings = settings;
    }

    /** Tells the entity a command. */
    public void tell(K key, C command) {
        tell(key, command, EntityRuntime::nothing);
    }

    /**
     * Tells the entity a command.
     *
     * @param released run after the command's effects were performed, or its refusal; on an event
     *     loop or the journal thread. A client stream counts the stanza as handled then (XEP-0198
     *     section 4), not before.
     */
    public void tell(K key, C command, Runnable released) {
        while (true) {
            EntityCell<K, S, C, E, F> cell =
                    cells.computeIfAbsent(key, k -> new EntityCell<>(this, k));
            if (cell.offer(command, released)) {
                return;
            }
            cells.remove(key, cell);
        }
    }

    /**
     * Tells the entity a command, on an event loop that becomes its home: the loop of the
     * connection it speaks to, so that what it says need not change threads again.
     */
    public void tellFromHome(K key, C command) {
        tell(key, command);
        EntityCell<K, S, C, E, F> cell = cells.get(key);
        if (cell != null) {
            cell.settleHere();
        }
    }

    /** Whether the entity is in memory, or about to be. */
    public boolean hosts(K key) {
        return cells.containsKey(key);
    }

    /** Entities in memory. */
    public int size() {
        return cells.size();
    }

    /**
     * Lets go of entities that were idle for {@link Settings#idle}; called now and then by a timer,
     * on any thread.
     */
    public void unloadIdle() {
        long before = clock.millis() - settings.idle().toMillis();
        for (EntityCell<K, S, C, E, F> cell : cells.values()) {
            if (cell.lastUsedMillis() < before) {
                cell.unload();
            }
        }
    }

    void forget(K key, EntityCell<K, S, C, E, F> cell) {
        cells.remove(key, cell);
    }

    private static void nothing() {}
}
