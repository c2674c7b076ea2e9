package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.configuration;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.room.Affiliation;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class ConfigTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
    }

    private DataForm form() {
        Iq answer = juliet.asks(Iq.Type.GET, Element.empty("query", Muc.OWNER));
        return Objects.requireNonNull(DataForm.in(Objects.requireNonNull(answer.payload())));
    }

    @Spec(xep = 45, section = "10.2", says = "the form shows the configuration as it is")
    @Test
    void the_form_has_the_fields_clients_and_suites_look_for() {
        DataForm form = form();

        assertThat(form.formType()).isEqualTo(Muc.CONFIG);
        for (String field :
                List.of(
                        "roomname",
                        "roomdesc",
                        "persistentroom",
                        "publicroom",
                        "passwordprotectedroom",
                        "roomsecret",
                        "membersonly",
                        "moderatedroom",
                        "changesubject",
                        "maxusers",
                        "whois",
                        "allowinvites",
                        "enablelogging",
                        "roomadmins",
                        "roomowners",
                        "allowpm",
                        "presencebroadcast",
                        "getmemberlist",
                        "lang")) {
            assertThat(form.field("muc#roomconfig_" + field)).as(field).isNotNull();
        }
        assertThat(form.value("muc#roomconfig_roomowners")).isEqualTo("juliet@example.org");
    }

    @Test
    void the_form_sent_back_as_it_is_changes_nothing() {
        RoomConfig before = scene.room.config();
        DataForm form = form();
        DataForm submit = new DataForm(DataForm.Type.SUBMIT, null, null, form.fields());

        Iq answer =
                juliet.asks(
                        Iq.Type.SET,
                        Element.of("query", Muc.OWNER).child(submit.toElement()).build());

        assertThat(answer.isError()).isFalse();
        assertThat(scene.room.config()).isEqualTo(before);
        romeo.getsNothingMore();
    }

    @Test
    void what_is_configured_is_stored_and_read_back() {
        juliet.configures(
                "muc#roomconfig_roomname",
                "The Garden",
                "muc#roomconfig_maxusers",
                "none",
                "muc#roomconfig_whois",
                "anyone",
                "muc#roomconfig_presencebroadcast",
                "moderator");

        RoomConfig config = scene.room.config();
        assertThat(RoomConfig.fromStored(config.toStored())).isEqualTo(config);
        assertThat(config.get(Naming.NAME)).isEqualTo("The Garden");
        assertThat(config.get(MaxUsers.MAX_USERS)).isEqualTo(MaxUsers.MOST);
    }

    @Spec(xep = 45, section = "10.2.1", says = "changes are told by 104, privacy by its own codes")
    @Test
    void changes_are_told_to_those_present() {
        juliet.configures("muc#roomconfig_roomname", "The Garden");
        assertThat(codes(romeo.getsMessage())).containsExactly(104);
        juliet.configures("muc#roomconfig_enablelogging", "true");
        assertThat(codes(romeo.getsMessage())).containsExactly(170);
        juliet.configures("muc#roomconfig_enablelogging", "false");
        assertThat(codes(romeo.getsMessage())).containsExactly(171);
        juliet.configures("muc#roomconfig_whois", "anyone");
        assertThat(codes(romeo.getsMessage())).containsExactly(172);
        assertThat(itemOf(romeo.getsPresence("Juliet")).attribute("jid")).isNotNull();
        juliet.configures("muc#roomconfig_whois", "moderators");
        assertThat(codes(romeo.getsMessage())).containsExactly(173);
        romeo.getsNothingMore();
    }

    @Spec(xep = 45, section = "15.6.2", says = "102, 103: unavailable members are shown, or not")
    @Test
    void no_field_of_the_form_makes_the_room_show_who_is_unavailable() {
        for (String who : List.of("romeo@example.org", "mercutio@example.org")) {
            juliet.admin(Iq.Type.SET, item("jid", who, "affiliation", "member"));
        }
        scene.clear();
        Set<Integer> told = new TreeSet<>();
        int changed = 0;
        for (FormField field : form().fields()) {
            String other = other(field);
            if (other != null) {
                String name = Objects.requireNonNull(field.name());
                Iq answer =
                        juliet.configures(
                                name, other, "muc#roomconfig_roomsecret", "sesame" + name);
                assertThat(answer.isError()).as(name).isFalse();
                changed++;
            }
        }
        for (Stanza heard : romeo.inbox()) {
            told.addAll(codes(heard));
            assertThat(String.valueOf(heard.from())).doesNotContain("mercutio");
        }

        assertThat(changed).isEqualTo(ConfigForm.FIELDS.size());
        assertThat(told).containsExactly(104, 170, 172);
    }

    /** Another value of a field; null for what is no setting. */
    private static @Nullable String other(FormField field) {
        return switch (field.type()) {
            case BOOLEAN -> field.values().contains("1") ? "0" : "1";
            case LIST_SINGLE, LIST_MULTI ->
                    switch (Objects.requireNonNull(field.name())) {
                        case "muc#roomconfig_maxusers" -> "50";
                        case "muc#roomconfig_whois" -> "anyone";
                        case "muc#roomconfig_allowpm" -> "none";
                        default -> "moderator";
                    };
            case TEXT_SINGLE, TEXT_MULTI, TEXT_PRIVATE ->
                    "muc#roomconfig_pubsub".equals(field.name())
                            ? "xmpp:pubsub.example.org?;node=dev"
                            : "7";
            case FIXED, HIDDEN, JID_SINGLE, JID_MULTI -> null;
        };
    }

    @Spec(xep = 45, section = "10.2", says = "only owners see and change the configuration")
    @Test
    void only_owners_configure() {
        refused(romeo.asks(Iq.Type.GET, Element.empty("query", Muc.OWNER)), Condition.FORBIDDEN);
        refused(romeo.asks(Iq.Type.SET, configuration()), Condition.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "muc#roomconfig_maxusers, -1",
        "muc#roomconfig_maxusers, 2147483648",
        "muc#roomconfig_membersonly, perhaps",
        "muc#roomconfig_whois, nobody",
        "muc#roomconfig_allowpm, lovers",
        "muc#roomconfig_presencebroadcast, king",
        "muc#maxhistoryfetch, 101",
        "muc#roomconfig_roomowners, @@",
        "muc#roomconfig_passwordprotectedroom, 1"
    })
    @Spec(xep = 45, section = "10.1.3", says = "what cannot be is not acceptable")
    void impossible_values_are_refused(String field, String value) {
        RoomConfig before = scene.room.config();

        refused(
                juliet.configures("muc#roomconfig_roomname", "changed", field, value),
                Condition.NOT_ACCEPTABLE);

        assertThat(scene.room.config()).isEqualTo(before);
    }

    @Test
    void the_owners_of_the_form_are_the_owners() {
        assertThat(juliet.configures("muc#roomconfig_roomadmins", "romeo@example.org").isError())
                .isFalse();
        assertThat(scene.room.affiliation(BareJid.of("romeo@example.org")))
                .isEqualTo(Affiliation.ADMIN);

        juliet.configures(
                "muc#roomconfig_roomowners", "romeo@example.org", "muc#roomconfig_roomadmins", "");

        assertThat(scene.room.affiliation(BareJid.of("romeo@example.org")))
                .isEqualTo(Affiliation.OWNER);
        assertThat(scene.room.affiliation(BareJid.of("juliet@example.org")))
                .isEqualTo(Affiliation.MEMBER);
        refused(romeo.configures("muc#roomconfig_roomowners", ""), Condition.CONFLICT);
    }

    @Spec(xep = 45, section = "10.1.3", says = "a cancelled first configuration ends the room")
    @Test
    void cancelling() {
        Element cancel =
                Element.of("query", Muc.OWNER)
                        .child(
                                Element.of("x", DataForm.NAMESPACE)
                                        .attribute("type", "cancel")
                                        .build())
                        .build();
        assertThat(juliet.asks(Iq.Type.SET, cancel).isError()).isFalse();
        assertThat(scene.room.isOpen()).isTrue();
        Scene other = new Scene();
        Person nurse = other.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        other.clear();

        assertThat(nurse.asks(Iq.Type.SET, cancel).isError()).isFalse();

        assertThat(other.room.exists()).isFalse();
        assertThat(nurse.getsPresence("Nurse").type()).isEqualTo(Presence.Type.UNAVAILABLE);
    }

    @Spec(xep = 45, section = "10.9", says = "everybody is told the reason and the alternate")
    @Test
    void destroying() {
        Element destroy =
                Element.of("destroy", Muc.OWNER)
                        .attribute("jid", "tomb@conference.example.org")
                        .child("reason", "All are fled")
                        .build();
        Element query = Element.of("query", Muc.OWNER).child(destroy).build();
        refused(romeo.asks(Iq.Type.SET, query), Condition.FORBIDDEN);

        Iq answer = juliet.asks(Iq.Type.SET, query);

        assertThat(answer.isError()).isFalse();
        Presence out = romeo.getsPresence("Romeo");
        assertThat(out.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(itemOf(out).attribute("affiliation")).isEqualTo("none");
        Element told =
                Objects.requireNonNull(
                        Objects.requireNonNull(out.payload("x", Muc.USER))
                                .child("destroy", Muc.USER));
        assertThat(told.attribute("jid")).isEqualTo("tomb@conference.example.org");
        assertThat(told.childText("reason")).isEqualTo("All are fled");
        assertThat(scene.room.exists()).isFalse();
        assertThat(scene.directory.has(Scene.GARDEN)).isFalse();
        juliet.getsPresence("Juliet");
        juliet.getsNothingMore();
    }

    @Test
    void an_alternate_that_is_no_address_is_malformed() {
        Element destroy = Element.of("destroy", Muc.OWNER).attribute("jid", "@@").build();

        refused(
                juliet.asks(Iq.Type.SET, Element.of("query", Muc.OWNER).child(destroy).build()),
                Condition.JID_MALFORMED);
    }

    @Spec(xep = 45, section = "6.4", says = "a room tells its features and the roominfo form")
    @Test
    void a_room_describes_itself() {
        juliet.configures(
                "muc#roomconfig_roomname",
                "The Garden",
                "muc#roomconfig_roomdesc",
                "Below the balcony",
                "muc#roomconfig_publicroom",
                "0",
                "muc#roomconfig_moderatedroom",
                "1");
        Person stranger = scene.person("tybalt@example.org/x");

        Element info =
                Objects.requireNonNull(
                        stranger.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO))
                                .payload());

        assertThat(info.elements().filter(e -> e.name().equals("feature")))
                .extracting(e -> e.attribute("var"))
                .contains(
                        Muc.MUC,
                        "muc_hidden",
                        "muc_open",
                        "muc_moderated",
                        "muc_unsecured",
                        "muc_persistent",
                        "muc_semianonymous",
                        "urn:xmpp:mam:2",
                        Muc.STANZA_ID,
                        Muc.OCCUPANT_ID,
                        Muc.SELF_PING)
                .doesNotHaveDuplicates();
        Element identity = Objects.requireNonNull(info.firstChild());
        assertThat(identity.attribute("name")).isEqualTo("The Garden");
        DataForm form = Objects.requireNonNull(DataForm.in(info));
        assertThat(form.formType()).isEqualTo(Muc.INFO);
        FormField description = Objects.requireNonNull(form.field("muc#roominfo_description"));
        assertThat(description.value()).isEqualTo("Below the balcony");
        assertThat(form.value("muc#roominfo_occupants")).isEqualTo("2");
    }

    private static @Nullable String subjectTold(Person asker) {
        Iq info = asker.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO));
        DataForm form = Objects.requireNonNull(DataForm.in(Objects.requireNonNull(info.payload())));
        return form.value("muc#roominfo_subject");
    }

    @Spec(xep = 45, section = "14.4", says = "the topic is not to leak by service discovery")
    @Test
    void the_subject_is_told_to_those_who_may_read_the_talk() {
        juliet.setsSubject("Poison");
        Person stranger = scene.person("tybalt@example.org/x");
        assertThat(subjectTold(stranger)).isEqualTo("Poison");
        juliet.admin(Iq.Type.SET, Person.item("jid", "romeo@example.org", "affiliation", "member"));

        juliet.configures("muc#roomconfig_membersonly", "1");

        assertThat(subjectTold(stranger)).isNull();
        assertThat(subjectTold(scene.person("romeo@example.org/other"))).isEqualTo("Poison");
    }

    @Spec(
            xep = 45,
            section = "6.5",
            says = "occupants are listed where that is public, or to those inside")
    @Test
    void occupants_are_listed_to_occupants_and_of_open_rooms_to_all() {
        Person tybalt = scene.person("tybalt@example.org/x");

        assertThat(listedTo(romeo)).hasSize(2);
        assertThat(listedTo(tybalt)).hasSize(2);
        for (String closing :
                List.of("muc#roomconfig_membersonly", "muc#roomconfig_passwordprotectedroom")) {
            juliet.configures(closing, "1", "muc#roomconfig_roomsecret", "nightingale");
            assertThat(listedTo(juliet)).isNotEmpty();
            assertThat(listedTo(tybalt)).as(closing).isEmpty();
            juliet.configures(closing, "0");
        }
        juliet.configures("muc#roomconfig_publicroom", "0");
        assertThat(listedTo(juliet)).isNotEmpty();
        assertThat(listedTo(tybalt)).as("hidden").isEmpty();
    }

    @Spec(xep = 45, section = "6.5", says = "occupants in pages by result set management")
    @Test
    void occupants_come_in_pages() {
        scene.person("nurse@example.org/hall").joins("Nurse");

        List<Element> first = page("<max>2</max>");
        assertThat(first).hasSize(3);
        assertThat(first.getFirst().attribute("name")).isEqualTo("Juliet");
        assertThat(first.getLast().toString()).contains("<count>3</count>", "<last>Romeo</last>");
        assertThat(page("<max>2</max><after>Romeo</after>").getFirst().attribute("name"))
                .isEqualTo("Nurse");
        assertThat(page("<max>1</max><before/>").getFirst().attribute("name")).isEqualTo("Nurse");
        assertThat(page("<max>2147483648</max>")).hasSize(4);
        assertThat(page("<max>0</max>")).hasSize(1);
        refused(items("<after>Nobody</after>"), Condition.ITEM_NOT_FOUND);
        refused(items("<max>-1</max>"), Condition.BAD_REQUEST);
        refused(
                romeo.asks(
                        Iq.Type.GET,
                        Element.of("query", Muc.DISCO_ITEMS).attribute("node", "x").build()),
                Condition.ITEM_NOT_FOUND);
    }

    private List<Element> page(String set) {
        return Objects.requireNonNull(items(set).payload()).elements().toList();
    }

    private Iq items(String set) {
        return romeo.asks(
                Iq.Type.GET,
                StoredXml.read(
                        Bytes.utf8(
                                "<query xmlns='%s'><set xmlns='%s'>%s</set></query>"
                                        .formatted(Muc.DISCO_ITEMS, Muc.RSM, set))));
    }

    private List<Element> listedTo(Person asker) {
        Iq answer = asker.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_ITEMS));
        return Objects.requireNonNull(answer.payload()).elements().toList();
    }

    @Test
    void nodes_that_are_none() {
        Element traffic =
                Element.of("query", Muc.DISCO_INFO).attribute("node", Muc.TRAFFIC).build();
        Element other = Element.of("query", Muc.DISCO_INFO).attribute("node", "x").build();

        refused(romeo.asks(Iq.Type.GET, traffic), Condition.FEATURE_NOT_IMPLEMENTED);
        refused(romeo.asks(Iq.Type.GET, other), Condition.ITEM_NOT_FOUND);
    }

    @Test
    void the_archive_is_for_those_who_may_enter() {
        Element query = Element.empty("query", "urn:xmpp:mam:2");
        Person tybalt = scene.person("tybalt@example.org/x");
        tybalt.ask(query);
        assertThat(scene.askedOfArchive).hasSize(1);
        scene.clear();
        juliet.configures("muc#roomconfig_membersonly", "1");

        tybalt.ask(query);

        assertThat(scene.askedOfArchive).hasSize(1);
        tybalt.getsError(Condition.FORBIDDEN);
        juliet.ask(query);
        assertThat(scene.askedOfArchive).hasSize(2);
    }

    @Test
    void a_password_keeps_the_archive_too() {
        juliet.configures(
                "muc#roomconfig_passwordprotectedroom", "1", "muc#roomconfig_roomsecret", "rose");
        Element query = Element.empty("query", "urn:xmpp:mam:2");

        scene.person("tybalt@example.org/x").ask(query);
        romeo.ask(query);

        assertThat(scene.askedOfArchive).hasSize(1);
    }
}
