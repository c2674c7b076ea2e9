package stoa.app.pie;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.app.pie.Files227.JULIET;
import static stoa.app.pie.Files227.ROMEO;
import static stoa.app.pie.Files227.bodies;
import static stoa.app.pie.Files227.get;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.StoredXml;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysSaved;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockSaved;
import stoa.store.memory.MemoryStore;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.NodeAffiliationSaved;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.StoredItem;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItemSaved;
import stoa.store.sql.SqlStore;
import stoa.store.sql.StoreLocation;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** What was exported and imported elsewhere is exported there to the byte. */
class RoundTripTest {
    private static final Jid TYBALT = Jid.parse("tybalt@capulet.example");

    @TempDir private Path folder;
    private final MemoryStore store = new MemoryStore();
    private long lastId = ArchiveSlot.firstIdAt(1_600_000_000_000L);

    private ArchiveAppend line(Jid from, Jid to, String body) {
        ArchiveSlot slot = new ArchiveSlot();
        lastId += 3;
        slot.set(lastId);
        Message message =
                Message.of(
                        Message.Type.CHAT,
                        from,
                        to,
                        Element.text("body", Stanza.CLIENT, body),
                        Element.of("origin-id", Pie.STANZA_ID).attribute("id", body).build());
        return new ArchiveAppend(
                slot,
                from,
                to,
                Message.Type.CHAT,
                body,
                List.of(
                        new ArchiveOwner(JULIET, from.bare().equals(JULIET) ? to : from),
                        new ArchiveOwner(ROMEO, from.bare().equals(ROMEO) ? to : from)),
                StoredXml.write(message.toElement()),
                true);
    }

    private static Bytes key(int bytes) {
        return Bytes.of(new byte[bytes]);
    }

    private void item(List<Change> changes, String node, String id, long number, Element payload) {
        changes.add(
                new ItemSaved(
                        JULIET,
                        node,
                        new StoredItem(
                                id, number, JULIET, Files227.NOW, StoredXml.write(payload))));
    }

    @BeforeEach
    void furnish() throws Exception {
        Instant then = Instant.parse("2020-01-02T03:04:05Z");
        List<Change> changes = new ArrayList<>();
        changes.add(new AccountSaved(new Account(JULIET, "Juliet & Co", true, false, then)));
        changes.add(new AccountSaved(new Account(ROMEO, null, true, true, then)));
        changes.add(
                new ScramKeysSaved(
                        JULIET,
                        List.of(
                                new ScramKeys("SHA-1", Bytes.utf8("salt"), 4096, key(20), key(20)),
                                new ScramKeys(
                                        "SHA-512",
                                        Bytes.utf8("pepper"),
                                        9_999,
                                        key(64),
                                        key(64)))));
        changes.add(
                new RosterItemSaved(
                        JULIET,
                        new RosterItem(
                                ROMEO,
                                true,
                                "Romeo <3",
                                List.of("Friends", "Mine & his"),
                                RosterItem.Subscription.BOTH,
                                false,
                                true,
                                null),
                        1));
        changes.add(
                new RosterItemSaved(
                        JULIET,
                        new RosterItem(
                                TYBALT,
                                false,
                                null,
                                List.of(),
                                RosterItem.Subscription.NONE,
                                false,
                                false,
                                StoredXml.write(
                                        Presence.of(Presence.Type.SUBSCRIBE, TYBALT, JULIET)
                                                .toElement())),
                        2));
        changes.add(
                new VcardSaved(
                        JULIET,
                        new Vcard(
                                StoredXml.write(
                                        Element.of("vCard", "vcard-temp").child("FN", "J").build()),
                                null)));
        changes.add(
                new PrivateXmlSaved(
                        JULIET,
                        Name.of("exodus:prefs", "exodus"),
                        StoredXml.write(Element.text("exodus", "exodus:prefs", "x"))));
        changes.add(new BlockSaved(new BlockEntry(JULIET, TYBALT)));
        changes.add(
                new NodeSaved(
                        Node.created(JULIET, "urn:xmpp:bookmarks:1", NodeConfig.PRIVATE, then)
                                .toStored()));
        changes.add(
                new NodeAffiliationSaved(
                        JULIET, "urn:xmpp:bookmarks:1", ROMEO, NodeAffiliation.MEMBER));
        item(
                changes,
                "urn:xmpp:bookmarks:1",
                "orchard@rooms.example",
                1,
                Element.of("conference", "urn:xmpp:bookmarks:1").attribute("name", "O").build());
        changes.add(
                new NodeSaved(
                        Node.created(
                                        JULIET,
                                        "http://jabber.org/protocol/nick",
                                        NodeConfig.DEFAULTS,
                                        then)
                                .toStored()));
        item(
                changes,
                "http://jabber.org/protocol/nick",
                "current",
                2,
                Element.text("nick", "http://jabber.org/protocol/nick", "Jule"));
        for (int i = 0; i < 1_203; i++) {
            boolean his = i % 3 == 0;
            changes.add(
                    his
                            ? line(ROMEO.withResource("phone"), JULIET, "line " + i)
                            : line(JULIET.withResource("pc"), ROMEO, "line " + i));
        }
        long read = lastId;
        changes.add(line(ROMEO.withResource("phone"), JULIET, "late"));
        changes.add(new OfflineMarkSaved(JULIET, read));
        store.commit(changes);
    }

    private void comesBack(Store other) throws Exception {
        String exported = Files227.export(store, folder);
        ImportReport report = Files227.bring(other, folder, exported);
        assertThat(report.leftOut())
                .as("Romeo has no password here either")
                .hasSize(1)
                .first()
                .asString()
                .contains("romeo", "password");
    }

    @Test
    void through_a_store_in_memory() throws Exception {
        String exported = Files227.export(store, folder);
        MemoryStore other = new MemoryStore();
        comesBack(other);
        assertThat(Files227.export(other, folder)).isEqualTo(exported);
        assertThat(get(other.accounts().find(ROMEO)).orElseThrow().admin())
                .as("a file makes nobody an administrator")
                .isFalse();
    }

    @Test
    void through_a_store_in_sqlite() throws Exception {
        String exported = Files227.export(store, folder);
        StoreLocation location = new StoreLocation.Sqlite(folder.resolve("data"));
        Files.createDirectories(folder.resolve("data"));
        try (SqlStore other = SqlStore.open(location)) {
            comesBack(other);
        }
        try (SqlStore other = SqlStore.open(location)) {
            assertThat(Files227.export(other, folder)).isEqualTo(exported);
            assertThat(bodies(other, JULIET)).hasSize(500).last().isEqualTo("late");
        }
    }

    @Test
    void only_its_owner_may_read_the_file_and_there_is_none_half_written() throws Exception {
        Files227.export(store, folder);
        Path file = folder.resolve("out.xml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("out.xml.unfinished")).doesNotExist();
    }

    @Test
    void each_account_can_have_a_file_of_its_own() throws Exception {
        Exporter exporter =
                new Exporter(store, InstantSource.fixed(Files227.NOW), false, said -> {});
        exporter.each(Files227.CAPULET, folder.resolve("each"));
        MemoryStore other = new MemoryStore();
        for (String name : List.of("juliet", "romeo")) {
            Files227.importer(other, new ImportOptions(false, false))
                    .run(folder.resolve("each/" + name + "@capulet.example.xml"));
        }
        assertThat(Files227.export(other, folder)).isEqualTo(Files227.export(store, folder));
    }

    @Test
    void password_keys_in_the_form_of_ejabberd_are_the_same_keys() throws Exception {
        Path file = folder.resolve("ejabberd.xml");
        new Exporter(store, InstantSource.fixed(Files227.NOW), true, said -> {})
                .domain(Files227.CAPULET, file);
        assertThat(Files.readString(file)).isNotEqualTo(Files227.export(store, folder));
        MemoryStore other = new MemoryStore();
        Files227.importer(other, new ImportOptions(false, false)).run(file);
        assertThat(Files227.export(other, folder)).isEqualTo(Files227.export(store, folder));
    }

    @Test
    void a_disabled_account_keeps_its_password_to_itself() throws Exception {
        store.commit(
                List.of(
                        new AccountSaved(
                                get(store.accounts().find(JULIET))
                                        .orElseThrow()
                                        .withEnabled(false))));
        assertThat(Files227.export(store, folder)).doesNotContain("scram-credentials");
        MemoryStore other = new MemoryStore();
        Files227.bring(other, folder, Files227.export(store, folder));
        assertThat(get(other.accounts().find(JULIET)).orElseThrow().enabled()).isFalse();
    }
}
