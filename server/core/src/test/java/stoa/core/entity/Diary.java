package stoa.core.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.journal.TestStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError;

/**
 * The smallest entity there is: a diary that numbers its entries. It checks by itself that never
 * two threads are in it, and says what it wrote and what it was asked, so that tests can compare
 * what was heard with what was stored.
 */
final class Diary implements EntityKind<BareJid, List<String>, Diary.Command, String, String> {
    sealed interface Command {
        /** Writes an entry, which is stored, and says it. */
        record Write(String text) implements Command {}

        /** Writes an entry that is stored without delaying what is said of it. */
        record Jot(String text) implements Command {}

        /** Says something that is not stored. */
        record Say(String text) implements Command {}

        /** Says something that cannot be said, and then something that can. */
        record Stammer(String text) implements Command {}

        /** Writes an entry that the diary itself does not take. */
        record Garble() implements Command {}

        /** Has the rule throw. */
        record Blunder() implements Command {}

        /** Has the rule break down. */
        record Collapse() implements Command {}
    }

    record Stored(BareJid key, String text) implements Change {}

    private static final String UNSPEAKABLE = "unspeakable";
    private static final String ILLEGIBLE = "illegible";

    private final TestStore store;
    private final Executor loading;
    final Map<BareJid, List<String>> heard = new ConcurrentHashMap<>();
    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger failingLoads = new AtomicInteger();
    final AtomicInteger brokenLoads = new AtomicInteger();
    private final Map<BareJid, AtomicInteger> inside = new ConcurrentHashMap<>();
    volatile @Nullable String overlap;

    Diary(TestStore store, Executor loading) {
        this.store = store;
        this.loading = loading;
    }

    @Override
    public String name() {
        return "diary";
    }

    @Override
    public CompletionStage<List<String>> load(BareJid key) {
        loads.incrementAndGet();
        if (brokenLoads.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("the store is broken");
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    if (failingLoads.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        throw new IllegalStateException("the store is away");
                    }
                    List<String> state = new ArrayList<>();
                    for (Change change : store.committed()) {
                        if (change instanceof Stored stored && stored.key().equals(key)) {
                            state.add(stored.text());
                        }
                    }
                    return List.copyOf(state);
                },
                loading);
    }

    @Override
    public Decision<String, String> decide(
            BareJid key, List<String> state, Command command, Instant now) {
        AtomicInteger here = inside.computeIfAbsent(key, k -> new AtomicInteger());
        if (here.incrementAndGet() != 1) {
            overlap = key.toString();
        }
        try {
            return switch (command) {
                case Command.Write write -> {
                    String entry = state.size() + ":" + write.text();
                    yield Decision.<String, String>record(List.of(entry)).then(List.of(entry));
                }
                case Command.Jot jot -> {
                    String entry = state.size() + ":" + jot.text();
                    yield Decision.<String, String>note(List.of(entry)).then(List.of(entry));
                }
                case Command.Say say -> Decision.speak(List.of(say.text()));
                case Command.Stammer stammer ->
                        Decision.<String, String>record(List.of(stammer.text()))
                                .then(List.of(UNSPEAKABLE, stammer.text()));
                case Command.Garble garble ->
                        Decision.<String, String>record(List.of(ILLEGIBLE))
                                .then(List.of(ILLEGIBLE));
                case Command.Blunder blunder ->
                        throw new IllegalStateException("a bug in the rule");
                case Command.Collapse collapse ->
                        throw new StackOverflowError("a rule that is too deep");
            };
        } finally {
            here.decrementAndGet();
        }
    }

    @Override
    public List<String> apply(List<String> state, String event) {
        if (event.equals(ILLEGIBLE)) {
            throw new IllegalStateException("a bug in what follows from an event");
        }
        List<String> next = new ArrayList<>(state);
        next.add(event);
        return List.copyOf(next);
    }

    @Override
    public List<Change> changes(BareJid key, String event) {
        return List.of(new Stored(key, event));
    }

    @Override
    public void perform(BareJid key, String effect) {
        if (effect.equals(UNSPEAKABLE)) {
            throw new IllegalStateException("this cannot be said");
        }
        List<String> said = heard.computeIfAbsent(key, k -> new ArrayList<>());
        synchronized (said) {
            said.add(effect);
        }
    }

    @Override
    public List<String> refuse(BareJid key, Command command, StanzaError error) {
        return List.of("REFUSED " + error.type() + " " + error.condition() + " " + command);
    }

    List<String> heard(BareJid key) {
        List<String> said = heard.getOrDefault(key, List.of());
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    List<String> stored(BareJid key) {
        return store.committed().stream()
                .filter(change -> change instanceof Stored stored && stored.key().equals(key))
                .map(change -> ((Stored) change).text())
                .toList();
    }
}
