package stoa.accounts.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * The aliases of the served domains as everybody sees them, in memory like the {@link Directory}:
 * loaded at start, told of every change after it is durable. Any thread.
 */
public final class AliasBook {
    /** The roster group of a domain's aliases. */
    public static final String GROUP = "Aliases";

    /**
     * An alias with its open conversations.
     *
     * @param threads by person
     */
    public record Entry(Alias alias, Map<BareJid, AliasThread> threads) {
        public Entry {
            threads = Map.copyOf(threads);
        }
    }

    private final Directory directory;
    private final Map<BareJid, Entry> entries = new ConcurrentHashMap<>();

    public AliasBook(Directory directory) {
        this.directory = directory;
    }

    public void publish(Entry entry) {
        entries.put(entry.alias().address(), entry);
    }

    public void remove(BareJid alias) {
        entries.remove(alias);
    }

    /** The alias at that address, or null. */
    public @Nullable Entry find(BareJid alias) {
        return entries.get(alias);
    }

    public int size() {
        return entries.size();
    }

    /** A domain's aliases by address. */
    public List<Entry> of(String domain) {
        if (entries.isEmpty()) {
            return List.of();
        }
        return entries.values().stream()
                .filter(entry -> entry.alias().address().domain().equals(domain))
                .sorted(Comparator.comparing(entry -> entry.alias().address().toString()))
                .toList();
    }

    /** What an account has in its roster because of aliases; a conversation is not the person's. */
    public List<AliasContact> contactsOf(BareJid account) {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<AliasContact> all = new ArrayList<>();
        for (Entry entry : of(account.domain())) {
            Alias alias = entry.alias();
            if (!alias.live()) {
                continue;
            }
            all.add(contact(alias));
            if (alias.members().contains(account)) {
                for (AliasThread thread : entry.threads().values()) {
                    AliasContact contact = contact(alias, thread.person());
                    if (contact != null && !thread.person().equals(account)) {
                        all.add(contact);
                    }
                }
            }
        }
        return all;
    }

    /** The one of these at that address, or null. */
    public @Nullable AliasContact contactOf(BareJid account, Jid address) {
        if (entries.isEmpty()) {
            return null;
        }
        BareJid person = AliasThreads.person(address);
        BareJid of = AliasThreads.alias(address);
        BareJid at = of != null ? of : address.bare() instanceof BareJid bare ? bare : null;
        Entry entry = at == null ? null : entries.get(at);
        if (entry == null
                || !entry.alias().live()
                || !account.domain().equals(entry.alias().address().domain())) {
            return null;
        }
        if (of == null || person == null) {
            return contact(entry.alias());
        }
        return entry.threads().containsKey(person)
                        && entry.alias().members().contains(account)
                        && !person.equals(account)
                ? contact(entry.alias(), person)
                : null;
    }

    private static AliasContact contact(Alias alias) {
        return new AliasContact(alias.address(), alias.displayName(), GROUP);
    }

    private @Nullable AliasContact contact(Alias alias, BareJid person) {
        BareJid address = AliasThreads.address(alias.address(), person);
        return address == null
                ? null
                : new AliasContact(
                        address,
                        nameOf(person) + " (" + alias.displayName() + ")",
                        alias.displayName());
    }

    /** The name of a person to show; the localpart of one who is gone. */
    public String nameOf(BareJid person) {
        Person found = directory.find(person);
        return found == null ? person.local() : found.displayName();
    }

    /** Says which contacts these are: equal ones have equal hashes; 0 for none. */
    public long hash(BareJid account) {
        long hash = 0;
        for (AliasContact contact : contactsOf(account)) {
            hash += Hash64.of(contact.address().toString(), contact.group() + '/' + contact.name());
        }
        return hash;
    }
}
