package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountStore;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasHours;
import stoa.store.alias.AliasStore;
import stoa.store.alias.StoredAlias;
import stoa.xmpp.jid.BareJid;

/**
 * What administrators do with aliases, checked: by the command line and by commands of clients. The
 * answers are sentences for them.
 */
public final class AliasRegister {
    /** Aliases one domain may have. */
    public static final int MAX_ALIASES = 200;

    /** Characters of an alias' localpart. */
    public static final int MAX_LOCAL = 64;

    /** How it came out. */
    public sealed interface Answer {
        String says();

        record Done(String says) implements Answer {}

        record Refused(String says) implements Answer {}
    }

    private final AliasChanges changes;
    private final AliasStore aliases;
    private final AccountStore accounts;

    public AliasRegister(AliasChanges changes, AliasStore aliases, AccountStore accounts) {
        this.changes = changes;
        this.aliases = aliases;
        this.accounts = accounts;
    }

    /** Makes an alias that takes chat. */
    public CompletionStage<Answer> add(
            BareJid address, @Nullable String name, Collection<BareJid> members) {
        String refusal = refusal(address, name, members);
        if (refusal != null) {
            return refused(refusal);
        }
        return taken(address)
                .thenCombine(strangers(members), AliasRegister::either)
                .thenCombine(full(address), AliasRegister::either)
                .thenCompose(
                        problem ->
                                problem != null
                                        ? refused(problem)
                                        : answer(
                                                changes.create(
                                                        new Alias(
                                                                address,
                                                                blank(name),
                                                                true,
                                                                List.copyOf(members))),
                                                address + " was added",
                                                address));
    }

    private static @Nullable String refusal(
            BareJid address, @Nullable String name, Collection<BareJid> members) {
        if (address.local().indexOf('+') >= 0 || address.local().length() > MAX_LOCAL) {
            return "an alias' name has no plus sign and at most " + MAX_LOCAL + " characters";
        }
        return unfit(name, address.domain(), members);
    }

    private static @Nullable String unfit(
            @Nullable String name, String domain, Collection<BareJid> members) {
        if (name != null
                && (name.length() > Alias.MAX_NAME
                        || name.chars().anyMatch(Character::isISOControl))) {
            return "a name is one line of at most " + Alias.MAX_NAME + " characters";
        }
        if (members.size() > Alias.MAX_MEMBERS) {
            return "an alias has at most " + Alias.MAX_MEMBERS + " members";
        }
        for (BareJid member : members) {
            if (!member.domain().equals(domain)) {
                return member + " is not of " + domain;
            }
        }
        return null;
    }

    private CompletionStage<@Nullable String> taken(BareJid address) {
        return accounts.find(address)
                .thenCombine(
                        accounts.wasDeleted(address),
                        (found, was) ->
                                found.isPresent()
                                        ? address + " is a person's account"
                                        : was
                                                ? address
                                                        + " was somebody's address before, and the history is still there"
                                                : null);
    }

    private CompletionStage<@Nullable String> strangers(Collection<BareJid> members) {
        CompletionStage<@Nullable String> problem = CompletableFuture.completedFuture(null);
        for (BareJid member : members) {
            problem =
                    problem.thenCombine(
                            accounts.find(member),
                            (before, found) ->
                                    before != null || found.isPresent()
                                            ? before
                                            : member + " has no account");
        }
        return problem;
    }

    private CompletionStage<@Nullable String> full(BareJid address) {
        return aliases.list(address.domain())
                .thenApply(
                        all ->
                                all.size() >= MAX_ALIASES
                                        ? "a domain has at most " + MAX_ALIASES + " aliases"
                                        : null);
    }

    /** Adds members and takes others out. */
    public CompletionStage<Answer> members(
            BareJid alias, Collection<BareJid> add, Collection<BareJid> remove) {
        return aliases.find(alias)
                .thenCompose(
                        found -> {
                            if (found.isEmpty()) {
                                return refused(alias + " is no alias");
                            }
                            List<BareJid> after =
                                    changed(found.get().alias().members(), add, remove);
                            String refusal = unfit(null, alias.domain(), after);
                            return refusal != null
                                    ? refused(refusal)
                                    : strangers(add)
                                            .thenCompose(
                                                    problem ->
                                                            problem != null
                                                                    ? refused(problem)
                                                                    : setMembers(
                                                                            alias, add, remove));
                        });
    }

    private CompletionStage<Answer> setMembers(
            BareJid alias, Collection<BareJid> add, Collection<BareJid> remove) {
        return answer(
                changes.update(alias, now -> now.withMembers(changed(now.members(), add, remove))),
                "the members of " + alias + " were changed",
                alias);
    }

    private static List<BareJid> changed(
            List<BareJid> members, Collection<BareJid> add, Collection<BareJid> remove) {
        List<BareJid> after = new ArrayList<>(members);
        after.removeAll(remove);
        for (BareJid member : add) {
            if (!after.contains(member)) {
                after.add(member);
            }
        }
        return after;
    }

    /** Turns live chat on or off. */
    public CompletionStage<Answer> live(BareJid alias, boolean on) {
        return answer(
                changes.update(alias, now -> now.withLive(on)),
                alias + (on ? " takes chat" : " takes no chat"),
                alias);
    }

    /** Gives it another name; blank: none. */
    public CompletionStage<Answer> rename(BareJid alias, String name) {
        String refusal = unfit(name, alias.domain(), List.of());
        return refusal != null
                ? refused(refusal)
                : answer(
                        changes.update(alias, now -> now.withName(blank(name))),
                        alias + " was renamed",
                        alias);
    }

    /** Binds it to hours, or to none. */
    public CompletionStage<Answer> hours(BareJid alias, @Nullable AliasHours hours) {
        return answer(
                changes.update(alias, now -> now.withHours(hours)),
                alias + (hours == null ? " has no hours" : " has hours"),
                alias);
    }

    public CompletionStage<Answer> remove(BareJid alias) {
        return answer(
                changes.remove(alias),
                alias + " was removed; what was said stays in the archive",
                alias);
    }

    /** A domain's aliases, by address. */
    public CompletionStage<List<Alias>> list(String domain) {
        return aliases.list(domain).thenApply(all -> all.stream().map(StoredAlias::alias).toList());
    }

    private static CompletionStage<Answer> answer(
            CompletionStage<AliasChanges.Outcome> outcome, String done, BareJid alias) {
        return outcome.thenApply(
                how ->
                        switch (how) {
                            case DONE -> new Answer.Done(done);
                            case EXISTS -> new Answer.Refused(alias + " exists already");
                            case NO_SUCH_ALIAS -> new Answer.Refused(alias + " is no alias");
                            case FAILED ->
                                    new Answer.Refused("this did not work; please try again");
                        });
    }

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static @Nullable String blank(@Nullable String name) {
        return name == null || name.isBlank() ? null : name.strip();
    }

    private static CompletionStage<Answer> refused(String why) {
        return CompletableFuture.completedFuture(new Answer.Refused(why));
    }
}
