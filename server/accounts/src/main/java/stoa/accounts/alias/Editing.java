package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.AliasThreads;
import stoa.core.entity.Decision;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;

/**
 * Administrators change the alias, or an account goes. Who is a member no more loses the open
 * conversations at once; who becomes one has them.
 */
final class Editing {
    Decision<AliasEvent, AliasEffect> create(AliasState state, AliasCommand.Create create) {
        if (state.alias() != null) {
            return outcome(create.done(), AliasChanges.Outcome.EXISTS);
        }
        return changed(null, create.alias(), state.threads())
                .then(List.of(new AliasEffect.Complete(create.done(), AliasChanges.Outcome.DONE)));
    }

    Decision<AliasEvent, AliasEffect> update(AliasState state, AliasCommand.Update update) {
        Alias before = state.alias();
        if (before == null) {
            return outcome(update.done(), AliasChanges.Outcome.NO_SUCH_ALIAS);
        }
        return changed(before, update.change().apply(before), state.threads())
                .then(List.of(new AliasEffect.Complete(update.done(), AliasChanges.Outcome.DONE)));
    }

    Decision<AliasEvent, AliasEffect> remove(AliasState state, AliasCommand.Remove remove) {
        Alias before = state.alias();
        if (before == null) {
            return outcome(remove.done(), AliasChanges.Outcome.NO_SUCH_ALIAS);
        }
        List<AliasEffect> effects = new ArrayList<>();
        effects.add(new AliasEffect.Publish(null));
        effects.add(new AliasEffect.EverybodysContact(before.address()));
        contacts(before, null, state.threads(), effects);
        effects.add(new AliasEffect.Complete(remove.done(), AliasChanges.Outcome.DONE));
        return new Decision<>(List.of(new AliasEvent.Deleted()), effects, true);
    }

    /** The store has forgotten the account already; this is for what is in memory. */
    Decision<AliasEvent, AliasEffect> forget(AliasState state, BareJid account) {
        Alias before = state.alias();
        if (before == null) {
            return Decision.nothing();
        }
        AliasThread own = state.threads().get(account);
        List<BareJid> members = new ArrayList<>(before.members());
        if (!members.remove(account) && own == null) {
            return Decision.nothing();
        }
        Decision<AliasEvent, AliasEffect> decision =
                changed(before, before.withMembers(members), without(state.threads(), account));
        if (own == null) {
            return decision;
        }
        List<AliasEvent> events = new ArrayList<>(decision.events());
        events.add(new AliasEvent.ThreadClosed(before.address(), account));
        List<AliasEffect> effects = new ArrayList<>(decision.effects());
        BareJid address = AliasNames.address(own);
        members.forEach(member -> effects.add(new AliasEffect.Contacts(member, List.of(address))));
        return new Decision<>(events, effects, true);
    }

    private static Map<BareJid, AliasThread> without(
            Map<BareJid, AliasThread> threads, BareJid person) {
        Map<BareJid, AliasThread> rest = sorted(threads);
        rest.remove(person);
        return rest;
    }

    private static Map<BareJid, AliasThread> sorted(Map<BareJid, AliasThread> threads) {
        Map<BareJid, AliasThread> sorted =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        sorted.putAll(threads);
        return sorted;
    }

    private static Decision<AliasEvent, AliasEffect> changed(
            @Nullable Alias before, Alias after, Map<BareJid, AliasThread> threads) {
        List<AliasEvent> events = new ArrayList<>(List.of(new AliasEvent.Saved(after)));
        Map<BareJid, AliasThread> now = sorted(threads);
        for (AliasThread thread : threads.values()) {
            if (thread.assignee() != null && !after.members().contains(thread.assignee())) {
                AliasThread free = thread.assignedTo(null);
                events.add(new AliasEvent.ThreadPut(free));
                now.put(thread.person(), free);
            }
        }
        List<AliasEffect> effects = new ArrayList<>();
        effects.add(new AliasEffect.Publish(new AliasBook.Entry(after, now)));
        if (before == null
                || before.live() != after.live()
                || !before.displayName().equals(after.displayName())
                || !Objects.equals(before.hours(), after.hours())) {
            // Hours are no part of a contact, but its push is what has clients ask for them.
            effects.add(new AliasEffect.EverybodysContact(after.address()));
        }
        contacts(before, after, threads, effects);
        recall(before, after, threads, effects);
        return new Decision<>(events, effects, true);
    }

    /** Who is new is told what was said in the conversations that are not about them. */
    private static void recall(
            @Nullable Alias before,
            Alias after,
            Map<BareJid, AliasThread> threads,
            List<AliasEffect> effects) {
        List<BareJid> added = new ArrayList<>(after.members());
        added.removeAll(before == null ? List.of() : before.members());
        if (added.isEmpty()) {
            return;
        }
        List<AliasThread> latest =
                threads.values().stream()
                        .sorted(Comparator.comparingLong(AliasThread::lastMs).reversed())
                        .limit(Recalling.THREADS)
                        .toList();
        for (BareJid member : added) {
            for (AliasThread thread : latest) {
                if (!thread.person().equals(member)) {
                    effects.add(new AliasEffect.Look(member, thread.person()));
                }
            }
        }
    }

    /** Every conversation, to all who were members or are. */
    private static void contacts(
            @Nullable Alias before,
            @Nullable Alias after,
            Map<BareJid, AliasThread> threads,
            List<AliasEffect> effects) {
        Set<BareJid> concerned = new LinkedHashSet<>();
        if (before != null) {
            concerned.addAll(before.members());
        }
        if (after != null) {
            concerned.addAll(after.members());
        }
        for (BareJid member : concerned) {
            List<BareJid> addresses = new ArrayList<>();
            for (AliasThread thread : sorted(threads).values()) {
                BareJid address = AliasThreads.address(thread.alias(), thread.person());
                if (address != null && !thread.person().equals(member)) {
                    addresses.add(address);
                }
            }
            if (!addresses.isEmpty()) {
                effects.add(new AliasEffect.Contacts(member, addresses));
            }
        }
    }

    private static Decision<AliasEvent, AliasEffect> outcome(
            java.util.concurrent.CompletableFuture<AliasChanges.Outcome> waiting,
            AliasChanges.Outcome outcome) {
        return Decision.speak(List.of(new AliasEffect.Complete(waiting, outcome)));
    }
}
