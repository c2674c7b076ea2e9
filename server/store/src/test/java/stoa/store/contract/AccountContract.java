package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore;
import stoa.store.account.Credentials;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysAdded;
import stoa.store.account.ScramKeysSaved;
import stoa.xmpp.jid.BareJid;

abstract class AccountContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);

    abstract StoreFixture fixture();

    private AccountStore accounts() {
        return fixture().store().accounts();
    }

    private static Account account(BareJid address, @Nullable String name) {
        return new Account(address, name, true, false, NOW);
    }

    private static ScramKeys keys(String hash, String salt) {
        return new ScramKeys(
                hash, Bytes.utf8(salt), 4096, Bytes.utf8("stored " + salt), Bytes.utf8("server"));
    }

    @Test
    void an_unknown_account_is_not_found() {
        assertThat(get(accounts().find(juliet))).isEmpty();
        assertThat(get(accounts().credentials(juliet))).isEmpty();
        assertThat(get(accounts().count(domain))).isZero();
    }

    @Test
    void an_account_is_read_as_it_was_saved() {
        Account saved = new Account(juliet, "Juliet ☂", true, true, NOW);
        fixture().commit(new AccountSaved(saved));
        assertThat(get(accounts().find(juliet))).contains(saved);
    }

    @Test
    void saving_again_replaces() {
        fixture().commit(new AccountSaved(account(juliet, "Juliet")));
        Account changed = new Account(juliet, null, false, true, NOW.plusMillis(1));
        fixture().commit(new AccountSaved(changed));
        assertThat(get(accounts().find(juliet))).contains(changed);
        assertThat(get(accounts().count(domain))).isEqualTo(1);
    }

    @Test
    void times_are_kept_in_milliseconds() {
        fixture()
                .commit(
                        new AccountSaved(
                                new Account(juliet, null, true, false, NOW.plusNanos(999))));
        assertThat(get(accounts().find(juliet))).contains(account(juliet, null));
    }

    @Test
    void a_password_replaces_all_earlier_keys() {
        fixture()
                .commit(
                        new AccountSaved(account(juliet, null)),
                        new ScramKeysSaved(
                                juliet, List.of(keys("SHA-256", "a"), keys("SHA-1", "b"))));
        assertThat(get(accounts().credentials(juliet)))
                .contains(
                        new Credentials(
                                account(juliet, null),
                                List.of(keys("SHA-1", "b"), keys("SHA-256", "a"))));
        fixture().commit(new ScramKeysSaved(juliet, List.of(keys("SHA-512", "c"))));
        assertThat(get(accounts().credentials(juliet)).orElseThrow().keys())
                .containsExactly(keys("SHA-512", "c"));
        fixture().commit(new ScramKeysSaved(juliet, List.of()));
        assertThat(get(accounts().credentials(juliet)).orElseThrow().keys()).isEmpty();
    }

    @Test
    void keys_of_another_hash_are_added_while_the_password_is_the_same() {
        ScramKeys proven = keys("SHA-1", "b");
        fixture()
                .commit(
                        new AccountSaved(account(juliet, null)),
                        new ScramKeysSaved(juliet, List.of(proven)));
        fixture().commit(new ScramKeysAdded(juliet, proven, keys("SHA-512", "c")));
        fixture().commit(new ScramKeysAdded(juliet, proven, keys("SHA-512", "d")));
        assertThat(get(accounts().credentials(juliet)).orElseThrow().keys())
                .containsExactly(proven, keys("SHA-512", "d"));

        List<ScramKeys> changed = List.of(keys("SHA-1", "x"), keys("SHA-512", "y"));
        fixture()
                .commit(
                        new ScramKeysSaved(juliet, changed),
                        new ScramKeysAdded(juliet, proven, keys("SHA-256", "z")),
                        new ScramKeysAdded(juliet, proven, keys("SHA-512", "z")));
        assertThat(get(accounts().credentials(juliet)).orElseThrow().keys()).isEqualTo(changed);
    }

    @Test
    void a_deleted_account_leaves_no_keys_to_a_later_one_of_its_name() {
        fixture()
                .commit(
                        new AccountSaved(account(juliet, null)),
                        new ScramKeysSaved(juliet, List.of(keys("SHA-1", "b"))));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(accounts().find(juliet))).isEmpty();
        fixture().commit(new AccountSaved(account(juliet, null)));
        assertThat(get(accounts().credentials(juliet)).orElseThrow().keys()).isEmpty();
    }

    @Test
    void a_deleted_account_is_known_to_have_been() {
        fixture().commit(new AccountSaved(account(juliet, null)));
        assertThat(get(accounts().wasDeleted(juliet))).isFalse();
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(accounts().wasDeleted(juliet))).isTrue();
        fixture().commit(new AccountSaved(account(juliet, null)));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(accounts().wasDeleted(juliet))).isTrue();
    }

    @Test
    void a_domain_is_listed_in_pages_by_code_points() {
        // The last two are out of order when compared by UTF-16 units.
        List<String> names = List.of("a", "b", "bb", "é", "z.y", "\uFA0Ex", "\uD840\uDC00");
        List<BareJid> inOrder = new ArrayList<>();
        for (String name : names) {
            inOrder.add(at(name, domain));
        }
        inOrder.sort(
                (x, y) -> compareCodePoints(String.valueOf(x.local()), String.valueOf(y.local())));
        List<Change> saved = new ArrayList<>();
        inOrder.reversed().forEach(address -> saved.add(new AccountSaved(account(address, null))));
        saved.add(new AccountSaved(account(at("a", StoreFixture.freshDomain()), null)));
        fixture().commit(saved);

        List<BareJid> walked = new ArrayList<>();
        String after = null;
        List<Account> page = get(accounts().list(domain, after, 3));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(account -> walked.add(account.address()));
            after = walked.getLast().local();
            page = get(accounts().list(domain, after, 3));
        }
        assertThat(walked).containsExactlyElementsOf(inOrder);
        assertThat(get(accounts().count(domain))).isEqualTo(inOrder.size());
    }

    private static int compareCodePoints(String a, String b) {
        return java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }
}
