package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.pubsub.ItemRemoved;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.NodeAffiliationSaved;
import stoa.store.pubsub.NodeDeleted;
import stoa.store.pubsub.NodePurged;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.ShownNode;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredNode;
import stoa.store.pubsub.StoredSubscription;
import stoa.store.pubsub.SubscriptionSaved;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;

abstract class PubsubContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String TUNE = "http://jabber.org/protocol/tune";
    private static final String MOOD = "http://jabber.org/protocol/mood";

    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);

    abstract StoreFixture fixture();

    private PubsubStore pubsub() {
        return fixture().store().pubsub();
    }

    private static StoredNode node(Jid service, String name, String access) {
        return new StoredNode(
                service,
                name,
                Map.of("access_model", List.of(access), "title", List.of("Two\nlines \\ 'and' é")),
                1,
                NOW);
    }

    private StoredItem item(String id, long number, String payload) {
        return new StoredItem(id, number, juliet.withResource("balcony"), NOW, Bytes.utf8(payload));
    }

    private LoadedNode loaded(String name) {
        return get(pubsub().load(juliet)).stream()
                .filter(node -> node.node().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_service_is_loaded_whole_but_for_the_payloads() {
        StoredItem second = item("b", 2, "<tune/>");
        StoredItem first = item("a", 1, "");
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "presence")),
                        new NodeSaved(node(juliet, MOOD, "open")),
                        new NodeSaved(node(romeo, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, second),
                        new ItemSaved(juliet, TUNE, first),
                        new ItemSaved(romeo, TUNE, item("c", 3, "<x/>")),
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.PUBLISHER),
                        new SubscriptionSaved(
                                juliet,
                                TUNE,
                                subscription(
                                        romeo.withResource("orchard"), SubscriptionState.PENDING)));
        assertThat(get(pubsub().load(juliet)))
                .containsExactly(
                        new LoadedNode(node(juliet, MOOD, "open"), Map.of(), List.of(), List.of()),
                        new LoadedNode(
                                node(juliet, TUNE, "presence"),
                                Map.of(romeo, NodeAffiliation.PUBLISHER),
                                List.of(
                                        subscription(
                                                romeo.withResource("orchard"),
                                                SubscriptionState.PENDING)),
                                List.of(first.entry(), second.entry())));
        assertThat(get(pubsub().load(at("nurse", domain)))).isEmpty();
    }

    @Test
    void items_are_read_by_their_ids_in_the_order_asked_for() {
        StoredItem a = item("a", 1, "<tune>ä</tune>");
        StoredItem quoted = item("it's; DROP TABLE pubsub_item --", 2, "<tune/>");
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, a),
                        new ItemSaved(juliet, TUNE, quoted));
        assertThat(get(pubsub().items(juliet, TUNE, List.of(quoted.id(), "none", "a"))))
                .containsExactly(quoted, a);
        assertThat(get(pubsub().items(juliet, MOOD, List.of("a")))).isEmpty();
        assertThat(get(pubsub().items(romeo, TUNE, List.of("a")))).isEmpty();
    }

    @Test
    void an_id_published_again_is_the_newest() {
        StoredItem again = item("a", 3, "<tune>again</tune>");
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, item("a", 1, "<tune/>")),
                        new ItemSaved(juliet, TUNE, item("b", 2, "<tune/>")),
                        new ItemSaved(juliet, TUNE, again));
        assertThat(loaded(TUNE).items().getLast()).isEqualTo(again.entry());
        assertThat(loaded(TUNE).items()).hasSize(2);
        assertThat(get(pubsub().items(juliet, TUNE, List.of("a")))).containsExactly(again);
    }

    @Test
    void a_node_is_configured_and_its_lists_change() {
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, item("a", 1, "<tune/>")),
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.OUTCAST),
                        new SubscriptionSaved(
                                juliet, TUNE, subscription(romeo, SubscriptionState.PENDING)));
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "whitelist")),
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.MEMBER),
                        new SubscriptionSaved(
                                juliet, TUNE, subscription(romeo, SubscriptionState.SUBSCRIBED)));
        assertThat(loaded(TUNE).node()).isEqualTo(node(juliet, TUNE, "whitelist"));
        assertThat(loaded(TUNE).items()).hasSize(1);
        assertThat(loaded(TUNE).affiliations()).containsEntry(romeo, NodeAffiliation.MEMBER);
        assertThat(loaded(TUNE).subscriptions())
                .containsExactly(subscription(romeo, SubscriptionState.SUBSCRIBED));
        fixture()
                .commit(
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.NONE),
                        new SubscriptionSaved(
                                juliet, TUNE, subscription(romeo, SubscriptionState.NONE)));
        assertThat(loaded(TUNE).affiliations()).isEmpty();
        assertThat(loaded(TUNE).subscriptions()).isEmpty();
    }

    @Test
    void an_address_has_several_subscriptions_with_options_of_their_own() {
        StoredSubscription first =
                new StoredSubscription(
                        romeo,
                        "one",
                        SubscriptionState.SUBSCRIBED,
                        Map.of("pubsub#subscription_type", List.of("items"), "none", List.of()));
        StoredSubscription second =
                new StoredSubscription(romeo, "two", SubscriptionState.SUBSCRIBED, Map.of());
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new SubscriptionSaved(juliet, TUNE, second),
                        new SubscriptionSaved(juliet, TUNE, first));
        assertThat(loaded(TUNE).subscriptions()).containsExactly(first, second);
        StoredSubscription changed =
                new StoredSubscription(
                        romeo,
                        "two",
                        SubscriptionState.SUBSCRIBED,
                        Map.of("pubsub#deliver", List.of("0")));
        fixture()
                .commit(
                        new SubscriptionSaved(juliet, TUNE, changed),
                        new SubscriptionSaved(
                                juliet,
                                TUNE,
                                new StoredSubscription(
                                        romeo, "one", SubscriptionState.NONE, Map.of())));
        assertThat(loaded(TUNE).subscriptions()).containsExactly(changed);
    }

    @Test
    void a_service_with_an_address_of_its_own_has_nodes() {
        DomainJid service = DomainJid.of("pubsub." + domain);
        StoredItem item = item("a", 1, "<news/>");
        fixture()
                .commit(
                        new NodeSaved(node(service, "news", "open")),
                        new ItemSaved(service, "news", item),
                        new NodeAffiliationSaved(service, "news", juliet, NodeAffiliation.OWNER));
        assertThat(get(pubsub().load(service)))
                .containsExactly(
                        new LoadedNode(
                                node(service, "news", "open"),
                                Map.of(juliet, NodeAffiliation.OWNER),
                                List.of(),
                                List.of(item.entry())));
        assertThat(get(pubsub().items(service, "news", List.of("a")))).containsExactly(item);
        assertThat(get(pubsub().shown(null, PubsubStore.MAX_LISTED, 100)))
                .extracting(shown -> shown.node().service())
                .contains(service);
    }

    @Test
    void what_is_removed_is_gone_and_nothing_else() {
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new NodeSaved(node(juliet, MOOD, "open")),
                        new ItemSaved(juliet, TUNE, item("a", 1, "<tune/>")),
                        new ItemSaved(juliet, TUNE, item("b", 2, "<tune/>")),
                        new ItemSaved(juliet, MOOD, item("a", 3, "<mood/>")));
        fixture().commit(new ItemRemoved(juliet, TUNE, "a"));
        assertThat(loaded(TUNE).items()).hasSize(1);
        fixture().commit(new NodePurged(juliet, TUNE));
        assertThat(loaded(TUNE).items()).isEmpty();
        assertThat(loaded(MOOD).items()).hasSize(1);
        fixture().commit(new NodeDeleted(juliet, MOOD));
        assertThat(get(pubsub().load(juliet))).hasSize(1);
        fixture().commit(new NodeSaved(node(juliet, MOOD, "open")));
        assertThat(loaded(MOOD).items()).isEmpty();
    }

    @Test
    void a_deleted_account_leaves_no_node() {
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new NodeSaved(node(romeo, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, item("a", 1, "<tune/>")),
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.MEMBER),
                        new SubscriptionSaved(
                                juliet, TUNE, subscription(romeo, SubscriptionState.SUBSCRIBED)));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(pubsub().load(juliet))).isEmpty();
        fixture().commit(new NodeSaved(node(juliet, TUNE, "open")));
        assertThat(loaded(TUNE))
                .isEqualTo(
                        new LoadedNode(node(juliet, TUNE, "open"), Map.of(), List.of(), List.of()));
        assertThat(get(pubsub().load(romeo))).hasSize(1);
    }

    /** A lesson of others: docs/developing/security-lessons.md. */
    @Test
    void sql_injection_in_pubsub_paging() {
        List<String> hostile =
                List.of(
                        "' OR '1'='1",
                        "x'; DELETE FROM pubsub_item; --",
                        "\" OR \"\"=\"",
                        "%",
                        "_",
                        "\\' OR 1=1 #",
                        "a') UNION SELECT account, hash FROM scram_keys --",
                        "${text}",
                        "? OR TRUE");
        for (int i = 0; i < hostile.size(); i++) {
            String name = hostile.get(i);
            fixture()
                    .commit(
                            new NodeSaved(node(juliet, name, "open")),
                            new ItemSaved(juliet, name, item(name, i + 1, "<x/>")));
        }
        for (String name : hostile) {
            assertThat(get(pubsub().items(juliet, name, hostile)))
                    .as("only the item of the node that is called %s", name)
                    .extracting(StoredItem::id)
                    .containsExactly(name);
            assertThat(get(pubsub().items(romeo, name, hostile))).isEmpty();
        }
        List<String> paged = new ArrayList<>();
        StoredNode after = new StoredNode(juliet, "", Map.of(), 1, NOW);
        List<ShownNode> page = get(pubsub().shown(after, 1, 100));
        while (!page.isEmpty() && page.getFirst().node().service().equals(juliet)) {
            after = page.getFirst().node();
            paged.add(after.name());
            page = get(pubsub().shown(after, 1, 100));
        }
        assertThat(paged).containsExactlyInAnyOrderElementsOf(hostile);
    }

    @Test
    void what_is_shown_of_all_services_is_read_in_pages() {
        StoredItem last = item("b", 2, "<tune>short</tune>");
        fixture()
                .commit(
                        new NodeSaved(node(juliet, TUNE, "open")),
                        new NodeSaved(node(juliet, MOOD, "open")),
                        new NodeSaved(node(romeo, TUNE, "open")),
                        new ItemSaved(juliet, TUNE, item("a", 1, "<tune/>")),
                        new ItemSaved(juliet, TUNE, last),
                        new ItemSaved(juliet, MOOD, item("m", 3, "<mood>far too long</mood>")),
                        new NodeAffiliationSaved(juliet, TUNE, romeo, NodeAffiliation.MEMBER));
        List<ShownNode> all = new ArrayList<>();
        StoredNode after = null;
        List<ShownNode> page = get(pubsub().shown(after, 2, 20));
        while (!page.isEmpty()) {
            all.addAll(page);
            after = page.getLast().node();
            page = get(pubsub().shown(after, 2, 20));
        }
        assertThat(all.stream().filter(n -> n.node().service().domain().equals(domain)))
                .containsExactly(
                        new ShownNode(
                                node(juliet, MOOD, "open"),
                                Map.of(),
                                List.of(),
                                item("m", 3, "<mood>far too long</mood>").entry(),
                                null),
                        new ShownNode(
                                node(juliet, TUNE, "open"),
                                Map.of(romeo, NodeAffiliation.MEMBER),
                                List.of(),
                                last.entry(),
                                last.payload()),
                        new ShownNode(node(romeo, TUNE, "open"), Map.of(), List.of(), null, null));
        assertThat(all).doesNotHaveDuplicates().allMatch(Objects::nonNull);
    }

    private static StoredSubscription subscription(Jid who, SubscriptionState state) {
        return new StoredSubscription(who, "", state, Map.of());
    }
}
