package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.memory.MemoryStore;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

class ChannelSearchTest {
    private static final String SERVICE = "conference.example.org";
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final String PARAMS = "urn:xmpp:channel-search:0:search-params";

    private final RoomDirectory directory = new RoomDirectory(new MemoryStore().rooms());
    private final ChannelSearch search = new ChannelSearch(directory, new Attendance());

    @BeforeEach
    void rooms() {
        room("garden", RoomConfig.DEFAULTS.with(Naming.NAME, "Walks by the MOON"));
        room(
                "ball",
                RoomConfig.DEFAULTS
                        .with(Naming.DESCRIPTION, "Masks, music and a walk home")
                        .with(Whois.WHOIS, Whois.ANYONE));
        room("crypt", RoomConfig.DEFAULTS.with(MembersOnly.MEMBERS_ONLY, true));
    }

    private void room(String local, RoomConfig config) {
        BareJid address = BareJid.of(local, SERVICE);
        directory.is(address, Listing.of(address, config, Affiliations.NOBODY));
    }

    private Iq ask(Element payload) {
        Iq request =
                new Iq(DomainJid.of(SERVICE), ROMEO, Iq.Type.GET, "s1", null, List.of(payload));
        return search.answer(request, ROMEO, SERVICE, payload);
    }

    private Iq submit(String... namesAndValues) {
        List<FormField> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(FormField.text(namesAndValues[i], null, namesAndValues[i + 1]));
        }
        return ask(
                Element.of("search", ChannelSearch.SEARCH)
                        .child(DataForm.of(DataForm.Type.SUBMIT, PARAMS, fields).toElement())
                        .build());
    }

    private static List<Element> items(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        Element result = answer.payload();
        assertThat(result).isNotNull();
        return result.elements().filter(e -> e.name().equals("item")).toList();
    }

    private List<String> found(String... namesAndValues) {
        return items(submit(namesAndValues)).stream()
                .map(item -> String.valueOf(item.attribute("address")))
                .map(address -> address.substring(0, address.indexOf('@')))
                .toList();
    }

    @Spec(xep = 433, section = "4.2", says = "a free-text keyword-based search")
    @Test
    void every_word_stands_in_one_of_the_places_in_whatever_case() {
        assertThat(found("q", "walk")).containsExactly("ball", "garden");
        assertThat(found("q", "Walk  moon")).containsExactly("garden");
        assertThat(found("q", "music moon")).isEmpty();
        assertThat(found("q", "crypt")).containsExactly("crypt");
        assertThat(found("q", "walk", "sinname", "0")).containsExactly("ball");
        assertThat(found("q", "crypt", "sinaddress", "0", "sinname", "0")).isEmpty();
    }

    @Spec(xep = 433, section = "5", says = "all results MUST be included in the result set")
    @Test
    void all_rooms_are_found_where_all_are_asked_for_also_beside_an_empty_word() {
        assertThat(found("all", "1")).containsExactly("ball", "crypt", "garden");
        assertThat(found("all", "true", "q", "")).hasSize(3);
        assertThat(found("all", "1", "min_users", "1")).isEmpty();
        assertThat(found("all", "1", "types", "xep-0369")).isEmpty();
    }

    @Spec(xep = 433, section = "6.2", says = "it can be joined without extra credentials")
    @Test
    void it_says_who_may_enter_and_what_is_seen_of_them() {
        assertThat(items(submit("all", "1")))
                .extracting(
                        item -> item.childText("is-open"), item -> item.childText("anonymity-mode"))
                .containsExactly(
                        tuple("true", "{urn:xmpp:channel-search:0:anonymity}none"),
                        tuple(null, "muc_semianonymous"),
                        tuple("true", "muc_semianonymous"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2147483648", "1.5", "many", "99999999999999999999"})
    void a_number_that_is_none_is_refused(String number) {
        Iq answer = submit("all", "1", "min_users", number);
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(answer.toString()).contains("bad-request");
    }

    @Test
    void a_form_of_another_kind_or_one_that_is_cancelled_is_refused() {
        for (DataForm form :
                List.of(
                        DataForm.of(DataForm.Type.CANCEL, PARAMS, List.of()),
                        DataForm.of(DataForm.Type.SUBMIT, "urn:example:other", List.of()))) {
            Iq answer =
                    ask(Element.of("search", ChannelSearch.SEARCH).child(form.toElement()).build());
            assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        }
    }

    @Test
    void a_search_has_ten_words_at_most_however_often_each_is_said() {
        assertThat(found("q", "walk ".repeat(10_000))).containsExactly("ball", "garden");
        assertThat(found("q", "a b c d e f g h i j")).isEmpty();
        Iq answer = submit("q", "a b c d e f g h i j k");
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(answer.toString()).contains("invalid-search-terms");
    }

    @Test
    void words_need_somewhere_to_be_searched() {
        Iq answer = submit("q", "walk", "sinname", "0", "sindescription", "0", "sinaddress", "0");
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(answer.toString()).contains("conflicting-fields");
    }
}
