package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.RoomSaved;
import stoa.store.vcard.VcardSaved;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0486: a room's picture. */
class AvatarTest {
    /** "hello", and its SHA-1. */
    private static final String PICTURE = "aGVs\nbG8=";

    private static final String HASH = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static Element photo(String base64) {
        return Element.of("PHOTO", Muc.VCARD)
                .child("TYPE", "image/png")
                .child("BINVAL", base64)
                .build();
    }

    private static Element card(Element... photos) {
        return Element.of("vCard", Muc.VCARD).children(List.of(photos)).build();
    }

    private List<String> hashes() {
        return told("muc#roominfo_avatarhash");
    }

    private List<String> told(String field) {
        Iq info =
                scene.person("tybalt@example.org/x")
                        .asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO));
        assertThat(info.toElement().toString()).contains("'vcard-temp'");
        DataForm form = DataForm.in(Objects.requireNonNull(info.payload()));
        FormField there = Objects.requireNonNull(form).field(field);
        return there == null ? List.of() : there.values();
    }

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
    }

    @Spec(xep = 486, section = "3.2", says = "an owner publishes it, those present are told by 104")
    @Spec(xep = 486, section = "3.3", says = "discovery tells its hash")
    @Spec(xep = 486, section = "3.4", says = "anybody retrieves it")
    @Test
    void an_owner_gives_the_room_its_picture() {
        assertThat(hashes()).isEmpty();

        assertThat(juliet.asks(Iq.Type.SET, card(photo(PICTURE))).isError()).isFalse();

        assertThat(Person.codes(romeo.getsMessage())).containsExactly(104);
        assertThat(Person.codes(juliet.getsMessage())).containsExactly(104);
        assertThat(hashes()).containsExactly(HASH);
        Iq read = scene.person("tybalt@example.org/x").asks(Iq.Type.GET, card());
        assertThat(Objects.requireNonNull(read.payload())).isEqualTo(card(photo(PICTURE)));
        VcardSaved saved =
                (VcardSaved)
                        scene.changes.stream()
                                .filter(c -> c instanceof VcardSaved)
                                .findFirst()
                                .orElseThrow();
        assertThat(saved.owner()).isEqualTo(Scene.GARDEN);
        assertThat(saved.vcard().photoHash()).isEqualTo(HASH);
        RoomSaved room = (RoomSaved) scene.changes.getLast();
        assertThat(RoomConfig.fromStored(room.room().config()).get(Avatar.HASHES))
                .containsExactly(HASH);
    }

    @Spec(xep = 486, section = "3.2", says = "an empty vCard takes it away")
    @Test
    void an_empty_card_takes_it_away() {
        juliet.asks(Iq.Type.SET, card(photo(PICTURE)));

        juliet.asks(Iq.Type.SET, card());

        assertThat(hashes()).isEmpty();
        Iq read = romeo.asks(Iq.Type.GET, card());
        assertThat(Objects.requireNonNull(read.payload())).isEqualTo(card());
    }

    /** They forget a picture where they find it empty; where it is not they keep it. */
    @Test
    void older_clients_find_it_where_they_look() {
        String older = "{http://modules.prosody.im/mod_vcard_muc}avatar#sha1";
        juliet.asks(Iq.Type.SET, card(photo(PICTURE), photo("eA==")));
        assertThat(told(older)).containsExactly(HASH);

        juliet.asks(Iq.Type.SET, card());

        Iq info = romeo.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO));
        DataForm form = DataForm.in(Objects.requireNonNull(info.payload()));
        assertThat(Objects.requireNonNull(form).field(older)).isNotNull();
        assertThat(told(older)).isEmpty();
    }

    @Spec(xep = 486, section = "5.1", says = "one hash for each format")
    @Test
    void several_formats_have_several_hashes() {
        juliet.asks(Iq.Type.SET, card(photo(PICTURE), photo("eA==")));

        assertThat(hashes()).containsExactly(HASH, "11f6ad8ec52a2984abaafd7c3b516503785c2072");
    }

    @Spec(xep = 486, section = "3.2", says = "who may not gets forbidden")
    @Test
    void others_do_not() {
        juliet.admin(Iq.Type.SET, Person.item("jid", "romeo@example.org", "affiliation", "admin"));
        refused(romeo.asks(Iq.Type.SET, card(photo(PICTURE))), Condition.FORBIDDEN);
        assertThat(hashes()).isEmpty();
    }

    @Test
    void wrong_cards() {
        for (String wrong : List.of("!", "", "YQ=", "aGVsbG8")) {
            Iq answer = juliet.asks(Iq.Type.SET, card(photo(wrong)));
            if (!wrong.equals("aGVsbG8")) { // padding left out is read all the same
                refused(answer, Condition.NOT_ACCEPTABLE);
            }
        }
        refused(
                juliet.asks(Iq.Type.SET, card(photo("AAAA".repeat(Avatar.MOST_BYTES / 4)))),
                Condition.NOT_ACCEPTABLE);
        Element[] many = new Element[Avatar.MOST_PHOTOS + 1];
        Arrays.fill(many, photo(PICTURE));
        refused(juliet.asks(Iq.Type.SET, card(many)), Condition.NOT_ACCEPTABLE);
        refused(juliet.asks(Iq.Type.SET, Element.empty("vcard", Muc.VCARD)), Condition.BAD_REQUEST);
    }

    @Test
    void a_locked_room_has_none() {
        Scene other = new Scene();
        Person nurse = other.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        refused(nurse.asks(Iq.Type.SET, card(photo(PICTURE))), Condition.NOT_ALLOWED);
        refused(
                other.person("romeo@example.org/pc").asks(Iq.Type.GET, card()),
                Condition.ITEM_NOT_FOUND);
    }
}
