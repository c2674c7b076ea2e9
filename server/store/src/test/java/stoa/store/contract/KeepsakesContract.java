package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.file.FileForgotten;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileSaved;
import stoa.store.file.StoredFile;
import stoa.store.offline.OfflineMark;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkMoved;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.run.Run;
import stoa.store.run.RunSaved;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Name;

/** What an account leaves with the server: private XML, vCard, offline mark. */
abstract class KeepsakesContract {
    private static final Name BOOKMARKS = Name.of("storage:bookmarks", "storage");
    private static final Name NOTES = Name.of("storage:rosternotes", "storage");

    private final BareJid juliet = at("juliet", StoreFixture.freshDomain());

    abstract StoreFixture fixture();

    @Test
    void private_xml_is_kept_by_expanded_name() {
        fixture()
                .commit(
                        new PrivateXmlSaved(juliet, BOOKMARKS, Bytes.utf8("<storage/>")),
                        new PrivateXmlSaved(juliet, NOTES, Bytes.utf8("<storage>é</storage>")));
        fixture().commit(new PrivateXmlSaved(juliet, BOOKMARKS, Bytes.utf8("<storage x='1'/>")));
        var store = fixture().store().privateXml();
        assertThat(get(store.find(juliet, BOOKMARKS))).contains(Bytes.utf8("<storage x='1'/>"));
        assertThat(get(store.find(juliet, NOTES))).contains(Bytes.utf8("<storage>é</storage>"));
        assertThat(get(store.find(juliet, Name.of("x", "storage")))).isEmpty();
        assertThat(get(store.totalBytes(juliet))).isEqualTo(16 + 21);
        assertThat(get(store.all(juliet)))
                .containsExactly(
                        Bytes.utf8("<storage x='1'/>"), Bytes.utf8("<storage>é</storage>"));
        assertThat(get(store.all(at("nobody", "example.org")))).isEmpty();
    }

    @Test
    void a_vcard_is_replaced() {
        fixture().commit(new VcardSaved(juliet, new Vcard(Bytes.utf8("<vCard/>"), "abc")));
        Vcard bare = new Vcard(Bytes.utf8("<vCard><FN>J</FN></vCard>"), null);
        fixture().commit(new VcardSaved(juliet, bare));
        assertThat(get(fixture().store().vcards().find(juliet))).contains(bare);
    }

    @Test
    void an_offline_mark_stands_until_cleared() {
        var store = fixture().store().offline();
        assertThat(get(store.find(juliet))).isEqualTo(OfflineMark.NOTHING_YET);
        fixture().commit(new OfflineMarkSaved(juliet, 7), new OfflineMarkSaved(juliet, 9));
        assertThat(get(store.find(juliet))).isEqualTo(new OfflineMark(9, true));
        fixture().commit(new OfflineMarkMoved(juliet, 12));
        assertThat(get(store.find(juliet))).isEqualTo(new OfflineMark(12, true));
        fixture().commit(new OfflineMarkCleared(juliet));
        assertThat(get(store.find(juliet))).isEqualTo(new OfflineMark(12, false));
    }

    @Test
    void what_an_account_has_is_known_also_when_nothing_ever_waited() {
        var store = fixture().store().offline();
        fixture().commit(new OfflineMarkMoved(juliet, 3));
        assertThat(get(store.find(juliet))).isEqualTo(new OfflineMark(3, false));
        fixture().commit(new OfflineMarkSaved(juliet, 1));
        assertThat(get(store.find(juliet))).isEqualTo(new OfflineMark(1, true));
    }

    @Test
    void how_the_last_process_ended_is_remembered() {
        var store = fixture().store().runs();
        assertThat(get(store.last())).isEqualTo(Run.NONE);
        fixture().commit(new RunSaved(new Run(false, 5)));
        assertThat(get(store.last())).isEqualTo(new Run(false, 5));
        fixture().commit(new RunSaved(new Run(true, 5)));
        assertThat(get(store.last())).isEqualTo(new Run(true, 5));
    }

    @Test
    void a_file_is_found_by_its_id_and_counts_for_its_owner() {
        var files = fixture().store().files();
        BareJid romeo = BareJid.of("romeo@example.org");
        StoredFile photo =
                new StoredFile(
                        "abc",
                        juliet,
                        "söme photo.png",
                        "image/png",
                        3_000_000_000L,
                        "00ff",
                        Instant.ofEpochMilli(10_000),
                        new FilePurpose(FilePurpose.Kind.EPHEMERAL, Instant.ofEpochMilli(90_000)));
        assertThat(get(files.find("abc"))).isEmpty();
        fixture()
                .commit(
                        new FileSaved(photo),
                        new FileSaved(
                                new StoredFile(
                                        "abd",
                                        juliet,
                                        "n",
                                        "text/plain",
                                        5,
                                        "00ff",
                                        Instant.ofEpochMilli(20_000),
                                        FilePurpose.of(FilePurpose.Kind.PERMANENT))));
        assertThat(get(files.find("abc"))).contains(photo);
        assertThat(get(files.find("ABC"))).isEmpty();
        assertThat(get(files.find("abd")).map(StoredFile::purpose))
                .contains(FilePurpose.of(FilePurpose.Kind.PERMANENT));
        assertThat(get(files.bytesSince(juliet, Instant.ofEpochMilli(10_000))))
                .isEqualTo(3_000_000_005L);
        assertThat(get(files.bytesSince(juliet, Instant.ofEpochMilli(10_001)))).isEqualTo(5);
        assertThat(get(files.bytesSince(romeo, Instant.EPOCH))).isZero();
    }

    @Test
    void old_files_are_found_and_forgotten_and_their_bytes_are_known_as_long_as_one_has_them() {
        var files = fixture().store().files();
        BareJid romeo = BareJid.of("romeo@example.org");
        fixture()
                .commit(
                        new FileSaved(file("new", juliet, "aa", 30)),
                        new FileSaved(file("old", juliet, "aa", 10)),
                        new FileSaved(file("middle", romeo, "bb", 20)));
        assertThat(get(files.uploadedBefore(Instant.ofEpochMilli(30), 10)))
                .containsExactly("old", "middle");
        assertThat(get(files.uploadedBefore(Instant.ofEpochMilli(30), 1))).containsExactly("old");
        assertThat(get(files.uploadedBefore(Instant.ofEpochMilli(10), 10))).isEmpty();
        fixture().commit(new FileForgotten("old"));
        assertThat(get(files.find("old"))).isEmpty();
        assertThat(get(files.hasBytes("aa"))).isTrue();
        fixture().commit(new FileForgotten("new"));
        assertThat(get(files.hasBytes("aa"))).isFalse();
        assertThat(get(files.hasBytes("bb"))).isTrue();
        assertThat(get(files.find("middle"))).isPresent();
        fixture().commit(new FileForgotten("middle"));
        assertThat(get(files.hasBytes("bb"))).isFalse();
    }

    @Test
    void files_stay_as_what_was_said_does_when_an_account_is_gone() {
        fixture().commit(new FileSaved(file("hers", juliet, "aa", 10)), new AccountDeleted(juliet));
        assertThat(get(fixture().store().files().find("hers"))).isPresent();
        assertThat(get(fixture().store().files().hasBytes("aa"))).isTrue();
        fixture().commit(new FileForgotten("hers"));
    }

    @Test
    void what_was_uploaded_to_stay_is_not_old_and_what_has_an_end_is_over_then() {
        var files = fixture().store().files();
        for (FilePurpose.Kind kind : FilePurpose.Kind.values()) {
            fixture().commit(new FileSaved(file(kind.name(), FilePurpose.of(kind), 1)));
        }
        Instant end = Instant.ofEpochMilli(50);
        fixture()
                .commit(
                        new FileSaved(
                                file(
                                        "later",
                                        new FilePurpose(
                                                FilePurpose.Kind.EPHEMERAL, end.plusMillis(1)),
                                        2)),
                        new FileSaved(
                                file(
                                        "story",
                                        new FilePurpose(FilePurpose.Kind.EPHEMERAL, end),
                                        3)));
        assertThat(get(files.uploadedBefore(Instant.ofEpochMilli(9), 10)))
                .containsExactlyInAnyOrder("MESSAGE", "EPHEMERAL", "later", "story");
        assertThat(get(files.over(end.minusMillis(1), 10))).isEmpty();
        assertThat(get(files.over(end, 10))).containsExactly("story");
        assertThat(get(files.over(end.plusMillis(1), 10))).containsExactly("story", "later");
        assertThat(get(files.over(end.plusMillis(1), 1))).containsExactly("story");
        for (String id :
                List.of("MESSAGE", "PROFILE", "EPHEMERAL", "PERMANENT", "later", "story")) {
            fixture().commit(new FileForgotten(id));
        }
    }

    private static StoredFile file(String id, BareJid owner, String sha256, long atMs) {
        return new StoredFile(
                id,
                owner,
                "n",
                "text/plain",
                5,
                sha256,
                Instant.ofEpochMilli(atMs),
                FilePurpose.MESSAGE);
    }

    private StoredFile file(String id, FilePurpose purpose, long atMs) {
        return new StoredFile(
                id, juliet, "n", "text/plain", 5, "cc", Instant.ofEpochMilli(atMs), purpose);
    }

    @Test
    void an_account_takes_all_of_it_along() {
        fixture()
                .commit(
                        new PrivateXmlSaved(juliet, BOOKMARKS, Bytes.utf8("<storage/>")),
                        new VcardSaved(juliet, new Vcard(Bytes.utf8("<vCard/>"), "abc")),
                        new OfflineMarkSaved(juliet, 7),
                        new AccountDeleted(juliet));
        assertThat(get(fixture().store().privateXml().find(juliet, BOOKMARKS))).isEmpty();
        assertThat(get(fixture().store().privateXml().totalBytes(juliet))).isZero();
        assertThat(get(fixture().store().vcards().find(juliet))).isEmpty();
        assertThat(get(fixture().store().offline().find(juliet)))
                .isEqualTo(OfflineMark.NOTHING_YET);
    }
}
