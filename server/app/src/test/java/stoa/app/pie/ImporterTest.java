package stoa.app.pie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stoa.app.pie.Files227.CAPULET;
import static stoa.app.pie.Files227.JULIET;
import static stoa.app.pie.Files227.ROMEO;
import static stoa.app.pie.Files227.archive;
import static stoa.app.pie.Files227.archived;
import static stoa.app.pie.Files227.bodies;
import static stoa.app.pie.Files227.bring;
import static stoa.app.pie.Files227.get;
import static stoa.app.pie.Files227.rows;
import static stoa.app.pie.Files227.user;
import static stoa.app.pie.Files227.users;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.app.pie.ImportReport.Part;
import stoa.core.journal.ArchiveSlot;
import stoa.pubsub.node.AccessModel;
import stoa.pubsub.node.NodeConfig;
import stoa.store.Bytes;
import stoa.store.account.ScramKeys;
import stoa.store.archive.ArchiveRow;
import stoa.store.block.BlockEntry;
import stoa.store.memory.MemoryStore;
import stoa.store.offline.OfflineMark;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Name;

/** What an import takes, leaves and refuses. */
class ImporterTest {
    private static final String ROMEO_PHONE = "romeo@capulet.example/phone";
    private static final String JULIET_PC = "juliet@capulet.example/pc";
    private static final String NODE_CONFIG =
            "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'>"
                    + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>%s</x>";

    @TempDir private Path folder;
    private final MemoryStore store = new MemoryStore();

    private ImportReport juliet(String children) throws Exception {
        return bring(store, folder, users(user("juliet", children)));
    }

    private static String scram(String mechanism, int keyBytes, String rounds) {
        String key = Base64.getEncoder().encodeToString(new byte[keyBytes]);
        return "<scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='"
                + mechanism
                + "'><iter-count>"
                + rounds
                + "</iter-count><salt>c2FsdA==</salt><server-key>"
                + key
                + "</server-key><stored-key>"
                + key
                + "</stored-key></scram-credentials>";
    }

    /** What is left out, but for the password that these files do not have. */
    private static List<String> otherwiseLeft(ImportReport report) {
        return report.leftOut().stream().filter(why -> !why.contains("no password")).toList();
    }

    private List<ScramKeys> keys() {
        return get(store.accounts().credentials(JULIET)).orElseThrow().keys();
    }

    @Test
    void password_keys_of_several_mechanisms_are_taken_as_they_are() throws Exception {
        ImportReport report =
                juliet(
                        scram("SCRAM-SHA-1", 20, "10000")
                                + scram("SCRAM-SHA-256", 32, "4096")
                                + scram("SCRAM-SHA-512", 64, "5000"));
        assertThat(report.isWhole()).isTrue();
        assertThat(keys())
                .extracting(ScramKeys::hash, ScramKeys::iterations, ScramKeys::salt)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("SHA-1", 10000, Bytes.utf8("salt")),
                        org.assertj.core.groups.Tuple.tuple("SHA-256", 4096, Bytes.utf8("salt")),
                        org.assertj.core.groups.Tuple.tuple("SHA-512", 5000, Bytes.utf8("salt")));
    }

    @Test
    void password_keys_that_cannot_be_right_are_left() throws Exception {
        ImportReport report =
                juliet(
                        scram("SCRAM-SHA-1", 19, "4096")
                                + scram("SCRAM-SHA-256", 32, "007")
                                + scram("SCRAM-SHA-512", 64, "99999999")
                                + scram("SCRAM-MD5", 16, "4096")
                                + scram("SCRAM-SHA-1", 20, "4095")
                                + scram("PLAIN", 16, "4096"));
        assertThat(keys()).isEmpty();
        assertThat(report.leftOut()).hasSize(7).last().asString().contains("there is no password");
    }

    @Test
    void a_password_is_kept_as_keys_only() throws Exception {
        bring(store, folder, users("<user name='juliet' password='wherefore'/>"));
        ScramKeys kept = keys().getFirst();
        var derived =
                stoa.xmpp.sasl.ScramKeys.derive(
                        "wherefore", kept.salt().array(), kept.iterations(), ScramHash.SHA_1);
        assertThat(kept.storedKey()).isEqualTo(Bytes.of(derived.storedKey()));
    }

    @Test
    void the_older_form_of_keys_is_no_password() throws Exception {
        String key = Base64.getEncoder().encodeToString(new byte[20]);
        bring(
                store,
                folder,
                users(
                        "<user name='juliet' password='scram:%s,%s,c2FsdA==,4096'/>"
                                .formatted(key, key)));
        assertThat(keys()).hasSize(1).first().returns("SHA-1", ScramKeys::hash);
        bring(store, folder, users("<user name='romeo' password='scram:nonsense'/>"));
        assertThat(get(store.accounts().credentials(ROMEO)).orElseThrow().keys()).isEmpty();
    }

    @Test
    void a_roster_comes_with_groups_and_what_was_asked() throws Exception {
        ImportReport report =
                juliet(
                        "<query xmlns='jabber:iq:roster'>"
                                + "<item jid='romeo@capulet.example' name='Romeo' subscription='both'>"
                                + "<group>Friends</group><group>Ball</group></item>"
                                + "<item jid='paris@verona.example' ask='subscribe'/>"
                                + "<item jid='juliet@capulet.example' subscription='both'/>"
                                + "<item jid='@' subscription='both'/>"
                                + "<item jid='nurse@capulet.example' subscription='odd'/></query>"
                                + "<presence xmlns='jabber:client' type='subscribe'"
                                + " from='tybalt@capulet.example/sword'>"
                                + "<status>En garde</status></presence>"
                                + "<presence type='subscribe' from='romeo@capulet.example'/>");
        Roster roster = get(store.rosters().load(JULIET));
        assertThat(roster.entries())
                .extracting(one -> one.item().contact().toString())
                .containsExactly(
                        "paris@verona.example", "romeo@capulet.example", "tybalt@capulet.example");
        RosterItem romeo = roster.entries().get(1).item();
        assertThat(romeo.name()).isEqualTo("Romeo");
        assertThat(romeo.groups()).containsExactly("Friends", "Ball");
        assertThat(romeo.subscription()).isEqualTo(RosterItem.Subscription.BOTH);
        assertThat(romeo.request()).isNotNull();
        assertThat(roster.entries().getFirst().item().ask()).isTrue();
        RosterItem tybalt = roster.entries().getLast().item();
        assertThat(tybalt.listed()).isFalse();
        assertThat(String.valueOf(tybalt.request() == null ? "" : tybalt.request().text()))
                .contains("En garde")
                .contains("from='tybalt@capulet.example'");
        assertThat(report.count(Part.CONTACTS)).isEqualTo(2);
        assertThat(report.count(Part.REQUESTS)).isEqualTo(2);
        assertThat(otherwiseLeft(report)).hasSize(2);
    }

    @Test
    void a_cards_picture_becomes_the_avatar() throws Exception {
        juliet(
                "<vCard xmlns='vcard-temp'><FN>Juliet</FN><PHOTO><TYPE>image/png</TYPE>"
                        + "<BINVAL>AAAA</BINVAL></PHOTO></vCard>");
        String card = get(store.vcards().find(JULIET)).orElseThrow().xml().text();
        assertThat(card).contains("Juliet").doesNotContain("PHOTO");
        assertThat(get(store.pubsub().load(JULIET)))
                .extracting(node -> node.node().name())
                .containsExactly("urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata");
    }

    @Test
    void bookmarks_of_old_become_items_and_the_rest_stays() throws Exception {
        juliet(
                "<query xmlns='jabber:iq:private'>"
                        + "<storage xmlns='storage:bookmarks'>"
                        + "<conference jid='orchard@rooms.example' name='Old' autojoin='1'/>"
                        + "<conference jid='ball@rooms.example'><nick>J</nick></conference>"
                        + "<url url='http://capulet.example/'/></storage>"
                        + "<notes xmlns='storage:rosternotes'>x</notes>"
                        + "<bad xmlns='jabber:iq:roster'/></query>"
                        + "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                        + "<items node='urn:xmpp:bookmarks:1'><item id='orchard@rooms.example'>"
                        + "<conference xmlns='urn:xmpp:bookmarks:1' name='New'/></item></items>"
                        + "</pubsub>");
        LoadedNode node = get(store.pubsub().load(JULIET)).getFirst();
        assertThat(NodeConfig.fromStored(node.node().config()).get(NodeConfig.ACCESS_MODEL))
                .isEqualTo(AccessModel.WHITELIST);
        assertThat(node.items())
                .extracting(ItemEntry::id)
                .containsExactly("orchard@rooms.example", "ball@rooms.example");
        assertThat(
                        get(store.pubsub()
                                        .items(
                                                JULIET,
                                                "urn:xmpp:bookmarks:1",
                                                List.of("orchard@rooms.example")))
                                .getFirst()
                                .payload()
                                .text())
                .contains("New");
        assertThat(
                        get(store.privateXml()
                                        .find(JULIET, Name.of("storage:bookmarks", "storage")))
                                .orElseThrow()
                                .text())
                .contains("<url")
                .doesNotContain("conference");
        assertThat(get(store.privateXml().all(JULIET))).hasSize(2);
    }

    @Test
    void nodes_come_with_configuration_and_affiliations() throws Exception {
        ImportReport report =
                juliet(
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>"
                                + "<configure node='n'>"
                                + NODE_CONFIG.formatted(
                                        "<field var='pubsub#access_model'><value>open</value></field>"
                                                + "<field var='pubsub#title'/><field var='pubsub#persist_items' type='boolean'/>"
                                                + "<field var='pubsub#max_items'><value>2</value></field>")
                                + "</configure><affiliations node='n'>"
                                + "<affiliation jid='romeo@capulet.example' affiliation='publish-only'/>"
                                + "<affiliation jid='juliet@capulet.example' affiliation='owner'/>"
                                + "</affiliations><subscriptions node='n'>"
                                + "<subscription jid='romeo@capulet.example/x' subscription='subscribed'/>"
                                + "</subscriptions><configure node='odd'>"
                                + NODE_CONFIG.formatted(
                                        "<field var='pubsub#access_model'><value>friends</value></field>"
                                                + "<field var='pubsub#max_items'><value>99999999</value></field>")
                                + "</configure></pubsub>"
                                + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'>"
                                + "<item id='1'><a xmlns='x'/></item><item id='2'><b xmlns='x'/></item>"
                                + "<item id='3'/><item><c xmlns='x'/></item></items></pubsub>");
        List<LoadedNode> nodes = get(store.pubsub().load(JULIET));
        LoadedNode node = nodes.getFirst();
        assertThat(NodeConfig.fromStored(node.node().config()).get(NodeConfig.ACCESS_MODEL))
                .isEqualTo(AccessModel.OPEN);
        assertThat(node.items()).extracting(ItemEntry::id).containsExactly("2", "3");
        assertThat(node.affiliations())
                .containsExactlyEntriesOf(java.util.Map.of(ROMEO, NodeAffiliation.PUBLISH_ONLY));
        assertThat(node.subscriptions()).hasSize(1);
        NodeConfig odd = NodeConfig.fromStored(nodes.getLast().node().config());
        assertThat(odd.get(NodeConfig.ACCESS_MODEL)).isEqualTo(AccessModel.WHITELIST);
        assertThat(odd.get(NodeConfig.MAX_ITEMS)).isEqualTo(10_000);
        assertThat(otherwiseLeft(report)).hasSize(3);
    }

    @Test
    void whom_the_default_privacy_list_denies_everything_is_blocked() throws Exception {
        ImportReport report =
                juliet(
                        "<query xmlns='jabber:iq:privacy'><default name='d'/><list name='d'>"
                                + "<item type='jid' value='tybalt@capulet.example' action='deny' order='1'/>"
                                + "<item type='jid' value='spam.example' action='deny' order='2'>"
                                + "<message/><iq/><presence-in/><presence-out/></item>"
                                + "<item type='jid' value='paris@verona.example' action='deny' order='3'>"
                                + "<presence-out/></item>"
                                + "<item type='group' value='x' action='deny' order='4'/>"
                                + "<item action='allow' order='5'/></list><list name='other'/></query>");
        assertThat(get(store.blocks().of(JULIET)))
                .extracting(entry -> entry.blocked().toString())
                .containsExactly("spam.example", "tybalt@capulet.example");
        assertThat(otherwiseLeft(report)).hasSize(3);
    }

    @Test
    void history_has_its_own_times_and_order() throws Exception {
        juliet(
                archive(
                        archived("a", "2010-07-10T23:08:25Z", ROMEO_PHONE, JULIET_PC, "one"),
                        archived("b", "2010-07-10T23:08:25Z", JULIET_PC, ROMEO_PHONE, "two"),
                        archived(
                                "c",
                                "2010-07-11T01:08:26.250+02:00",
                                ROMEO_PHONE,
                                JULIET_PC,
                                "three"),
                        archived(
                                "d", "2010-07-10T23:08:26.250Z", ROMEO_PHONE, JULIET_PC, "three")));
        assertThat(bodies(store, JULIET)).containsExactly("one", "two", "three", "three");
        List<ArchiveRow> rows = rows(store, JULIET);
        assertThat(rows)
                .extracting(row -> Instant.ofEpochMilli(row.epochMillis()).toString())
                .containsExactly(
                        "2010-07-10T23:08:25Z",
                        "2010-07-10T23:08:25Z",
                        "2010-07-10T23:08:26.250Z",
                        "2010-07-10T23:08:26.250Z");
        assertThat(get(store.offline().find(JULIET)))
                .as("all of it was delivered, by the other server")
                .isEqualTo(new OfflineMark(rows.getLast().id(), false));
    }

    @Test
    void a_message_of_both_sides_is_stored_once() throws Exception {
        String one = archived("a", "2010-07-10T23:08:25Z", ROMEO_PHONE, JULIET_PC, "one");
        bring(
                store,
                folder,
                users(
                        user("juliet", archive(one))
                                + user("romeo", archive(one.replace("'a'", "'z'")))));
        assertThat(bodies(store, JULIET)).containsExactly("one");
        assertThat(rows(store, ROMEO)).isEqualTo(rows(store, JULIET));
    }

    @Test
    void ids_of_our_own_stay() throws Exception {
        long id =
                ArchiveSlot.firstIdAt(Instant.parse("2010-07-10T23:08:25.007Z").toEpochMilli()) + 5;
        juliet(
                archive(
                        archived(
                                "" + id,
                                "2010-07-10T23:08:25.007Z",
                                ROMEO_PHONE,
                                JULIET_PC,
                                "ours"),
                        archived("" + id, "2010-07-10T23:08:26Z", ROMEO_PHONE, JULIET_PC, "not")));
        assertThat(rows(store, JULIET).getFirst().id()).isEqualTo(id);
        assertThat(rows(store, JULIET).getLast().id())
                .isEqualTo(
                        ArchiveSlot.firstIdAt(
                                Instant.parse("2010-07-10T23:08:26Z").toEpochMilli()));
    }

    @Test
    void what_was_written_otherwise_or_retracted_since_is_the_same_message() throws Exception {
        String stamp = "2010-07-10T23:08:25.007Z";
        juliet(archive(archived("x", stamp, ROMEO_PHONE, JULIET_PC, "one")));
        long id = rows(store, JULIET).getFirst().id();
        String otherwise =
                archived("y", stamp, ROMEO_PHONE, JULIET_PC, "one")
                        .replace(
                                "<message xmlns='jabber:client'",
                                "<c:message xmlns:c='jabber:client'")
                        .replace("<body>", "<c:body>")
                        .replace("</body></message>", "</c:body></c:message>");
        ImportReport again =
                bring(
                        store,
                        folder,
                        users(user("juliet", archive(otherwise))),
                        new ImportOptions(false, true));
        assertThat(again.count(Part.MESSAGES_PRESENT)).isEqualTo(1);
        String tombstone = archived("" + id, stamp, ROMEO_PHONE, JULIET_PC, "retracted");
        bring(
                store,
                folder,
                users(user("juliet", archive(tombstone))),
                new ImportOptions(false, true));
        assertThat(bodies(store, JULIET)).containsExactly("one");
    }

    @Test
    void one_moment_has_no_more_than_its_share() throws Exception {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < PortableHistory.MOST_AT_ONCE + 5; i++) {
            flood.append(archived("a", "2010-07-10T23:08:25Z", ROMEO_PHONE, JULIET_PC, "m" + i));
        }
        ImportReport report = juliet(archive(flood.toString()));
        assertThat(report.count(Part.MESSAGES)).isEqualTo(PortableHistory.MOST_AT_ONCE);
        assertThat(otherwiseLeft(report)).hasSize(1).first().asString().contains("5 messages");
    }

    @Test
    void messages_that_cannot_be_of_this_history_are_left() throws Exception {
        ImportReport report =
                juliet(
                        archive(
                                archived(
                                        "a", "1469-07-21T00:32:29Z", ROMEO_PHONE, JULIET_PC, "old"),
                                archived(
                                        "b", "2999-01-01T00:00:00Z", ROMEO_PHONE, JULIET_PC, "new"),
                                archived("c", "yesterday", ROMEO_PHONE, JULIET_PC, "when"),
                                archived(
                                        "d",
                                        "2010-07-10T23:08:25Z",
                                        ROMEO_PHONE,
                                        "nurse@x.example",
                                        "others"),
                                archived(
                                                "e",
                                                "2010-07-10T23:08:25Z",
                                                ROMEO_PHONE,
                                                JULIET_PC,
                                                "room")
                                        .replace("'chat'", "'groupchat'"),
                                archived("f", "2010-07-10T23:08:25Z", "@", JULIET_PC, "nobody"),
                                archived(
                                        "g",
                                        "2010-07-10T23:08:25Z",
                                        ROMEO_PHONE,
                                        JULIET_PC,
                                        "good")));
        assertThat(bodies(store, JULIET)).containsExactly("good");
        assertThat(otherwiseLeft(report)).noneMatch(why -> why.contains("nobody")).hasSize(4);
    }

    @Test
    void what_was_offline_waits_and_is_in_the_history_once() throws Exception {
        String late =
                "<offline-messages><message xmlns='jabber:client' type='chat' from='"
                        + ROMEO_PHONE
                        + "' to='juliet@capulet.example'><body>%s</body>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@capulet.example' id='b'/>"
                        + "<delay xmlns='urn:xmpp:delay' from='capulet.example' stamp='%s'/></message>"
                        + "</offline-messages>";
        ImportReport report =
                juliet(
                        late.formatted("known", "2010-07-10T23:08:27Z")
                                + late.formatted("unknown", "2010-07-10T23:09:00Z")
                                + archive(
                                        archived(
                                                "a",
                                                "2010-07-10T23:08:25Z",
                                                ROMEO_PHONE,
                                                JULIET_PC,
                                                "read"),
                                        archived(
                                                "b",
                                                "2010-07-10T23:08:26Z",
                                                ROMEO_PHONE,
                                                "juliet@capulet.example",
                                                "known")));
        assertThat(bodies(store, JULIET)).containsExactly("read", "known", "unknown");
        assertThat(report.count(Part.OFFLINE)).isEqualTo(2);
        assertThat(get(store.offline().find(JULIET)))
                .isEqualTo(new OfflineMark(rows(store, JULIET).get(1).id() - 1, true));
    }

    @Test
    void importing_twice_changes_nothing() throws Exception {
        String file =
                users(
                        user(
                                "juliet",
                                scram("SCRAM-SHA-1", 20, "4096")
                                        + archive(
                                                archived(
                                                        "a",
                                                        "2010-07-10T23:08:25Z",
                                                        ROMEO_PHONE,
                                                        JULIET_PC,
                                                        "one"))));
        bring(store, folder, file);
        String before = Files227.export(store, folder);
        ImportReport second = bring(store, folder, file);
        assertThat(second.count(Part.PRESENT)).isEqualTo(1);
        assertThat(second.isWhole()).isTrue();
        ImportReport third = bring(store, folder, file, new ImportOptions(false, true));
        assertThat(third.count(Part.MESSAGES_PRESENT)).isEqualTo(1);
        assertThat(third.count(Part.MESSAGES)).isZero();
        assertThat(Files227.export(store, folder)).isEqualTo(before);
    }

    @Test
    void an_account_that_exists_is_replaced_when_asked_and_its_history_grows() throws Exception {
        juliet(
                "<query xmlns='jabber:iq:roster'><item jid='paris@verona.example'/></query>"
                        + archive(
                                archived(
                                        "a",
                                        "2010-07-10T23:08:25Z",
                                        ROMEO_PHONE,
                                        JULIET_PC,
                                        "one")));
        String other =
                users(
                        user(
                                "juliet",
                                "<query xmlns='jabber:iq:roster'><item jid='romeo@capulet.example'/></query>"
                                        + archive(
                                                archived(
                                                        "b",
                                                        "2010-07-10T23:08:26Z",
                                                        ROMEO_PHONE,
                                                        JULIET_PC,
                                                        "two"))));
        bring(store, folder, other);
        assertThat(bodies(store, JULIET)).containsExactly("one");
        bring(store, folder, other, new ImportOptions(false, true));
        assertThat(bodies(store, JULIET)).containsExactly("one", "two");
        assertThat(get(store.rosters().load(JULIET)).entries())
                .extracting(one -> one.item().contact())
                .containsExactly((Jid) ROMEO);
    }

    @Test
    void a_dry_run_tells_and_writes_nothing() throws Exception {
        ImportReport report =
                bring(
                        store,
                        folder,
                        users(
                                "<user name='juliet' password='secret'>"
                                        + archive(
                                                archived(
                                                        "a",
                                                        "2010-07-10T23:08:25Z",
                                                        ROMEO_PHONE,
                                                        JULIET_PC,
                                                        "one"))
                                        + "</user>"),
                        new ImportOptions(true, false));
        assertThat(report.counts()).isEqualTo("1 accounts, 1 messages of archives");
        assertThat(get(store.accounts().count(CAPULET.toString()))).isZero();
        assertThat(rows(store, JULIET)).isEmpty();
    }

    @Test
    void hosts_and_names_that_are_not_ours_and_doubles_are_left() throws Exception {
        ImportReport report =
                bring(
                        store,
                        folder,
                        "<server-data xmlns='urn:xmpp:pie:0'>"
                                + "<host jid='montague.example'><user name='benvolio'/></host>"
                                + "<host/><host jid='a@b'/>"
                                + "<host jid='capulet.example'><user/><user name='a@b'/><user name=''/>"
                                + "<user name='juliet' password='one'/>"
                                + "<user name='JULIET' password='two'/></host></server-data>");
        assertThat(get(store.accounts().count(CAPULET.toString()))).isEqualTo(1);
        assertThat(report.count(Part.ACCOUNTS)).isEqualTo(1);
        assertThat(report.leftOut()).hasSize(7);
        assertThat(report.leftOut().getFirst()).contains("montague.example", "not served");
        assertThat(report.leftOut().getLast()).contains("in the file before");
    }

    @Test
    void an_account_that_breaks_off_is_not_there_and_those_before_are() {
        String broken =
                users(user("romeo", "") + user("juliet", "<vCard xmlns='vcard-temp'/>"))
                        .replace("</user></host></server-data>", "<");
        assertThatThrownBy(() -> bring(store, folder, broken)).isInstanceOf(PieException.class);
        assertThat(get(store.accounts().find(ROMEO))).isPresent();
        assertThat(get(store.accounts().find(JULIET))).isEmpty();
    }

    @Test
    void what_is_told_names_neither_passwords_nor_what_was_said() throws Exception {
        ImportReport report =
                bring(
                        store,
                        folder,
                        users(
                                "<user name='juliet' password='wherefore\u0007'>"
                                                .replace("\u0007", "&#x9;")
                                        + "<note xmlns='x'>private</note>"
                                        + archive(
                                                archived(
                                                        "a",
                                                        "never",
                                                        ROMEO_PHONE,
                                                        JULIET_PC,
                                                        "private"))
                                        + "</user>"));
        assertThat(report.isWhole()).isFalse();
        assertThat(report.leftOut().toString())
                .doesNotContain("wherefore")
                .doesNotContain("private");
    }

    @Test
    void block_entries_are_of_the_account() throws Exception {
        juliet(
                "<query xmlns='jabber:iq:privacy'><default name='d'/><list name='d'>"
                        + "<item type='jid' value='tybalt@capulet.example' action='deny' order='1'/>"
                        + "</list></query>");
        assertThat(get(store.blocks().list(null, 10)))
                .containsExactly(new BlockEntry(JULIET, Jid.parse("tybalt@capulet.example")));
    }
}
