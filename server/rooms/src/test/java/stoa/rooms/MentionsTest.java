package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0513: who may mention whom in a room. */
class MentionsTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static Element query(Element... inside) {
        return Element.of("query", Muc.MENTIONS).children(List.of(inside)).build();
    }

    private static Element form(DataForm.Type type, String formType, String... fields) {
        Stream.Builder<FormField> all = Stream.builder();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(FormField.text(fields[i], null, fields[i + 1]));
        }
        return DataForm.of(type, formType, all.build().toList()).toElement();
    }

    private static Element submit(String... fields) {
        return query(form(DataForm.Type.SUBMIT, Muc.MENTIONS, fields));
    }

    private DataForm permissions(Person asker) {
        Iq answer = asker.asks(Iq.Type.GET, query());
        return Objects.requireNonNull(DataForm.in(Objects.requireNonNull(answer.payload())));
    }

    private void permits(String... fields) {
        assertThat(juliet.asks(Iq.Type.SET, submit(fields)).isError()).isFalse();
        scene.clear();
    }

    private static Element mention(@Nullable String id, @Nullable String group) {
        return Element.of("mention", Muc.MENTIONS)
                .attribute("occupantid", id)
                .attribute("mentions", group)
                .build();
    }

    private static Element ofSomebody() {
        return mention("somebody", null);
    }

    private static Element ofAll() {
        return mention(null, Muc.MENTIONS + "#channel");
    }

    private static Element reference(String uri) {
        return Element.of("reference", "urn:xmpp:reference:0")
                .attribute("type", "mention")
                .attribute("uri", uri)
                .build();
    }

    /** What of that is heard. */
    private List<Element> heard(Person author, Element... payloads) {
        Element body = Element.text("body", Stanza.CLIENT, "hm");
        author.sends(Stream.concat(Stream.of(body), Stream.of(payloads)).toArray(Element[]::new));
        Message message = author == juliet ? romeo.getsMessage() : juliet.getsMessage();
        scene.clear();
        return message.payloads().stream().filter(List.of(payloads)::contains).toList();
    }

    @Spec(xep = 513, section = "3.6", says = "the fields there have to be, and those of features")
    @Test
    void everybody_reads_who_may_mention_whom() {
        DataForm form = permissions(romeo);
        assertThat(form.type()).isEqualTo(DataForm.Type.FORM);
        assertThat(form.formType()).isEqualTo(Muc.MENTIONS);
        assertThat(form.value("mentions#count")).isEqualTo("50");
        assertThat(form.value("mentions#individual")).isEqualTo("participants");
        assertThat(form.value("mentions#channel")).isEqualTo("participants");
        assertThat(Objects.requireNonNull(form.field("mentions#channel")).options())
                .extracting(FormField.Option::value)
                .containsExactly("participants", "moderators", "none");
    }

    @Spec(xep = 513, section = "3.6", says = "all are told the fields that have changed")
    @Test
    void owners_change_it_and_all_are_told_what_has_changed() {
        Iq answer =
                juliet.asks(
                        Iq.Type.SET,
                        submit("mentions#channel", "moderators", "mentions#count", "50"));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        DataForm told =
                Objects.requireNonNull(
                        DataForm.read(
                                Objects.requireNonNull(
                                        romeo.getsMessage().payload("x", DataForm.NAMESPACE))));
        assertThat(told.type()).isEqualTo(DataForm.Type.RESULT);
        assertThat(told.value("mentions#channel")).isEqualTo("moderators");
        assertThat(told.field("mentions#count")).isNull();
        assertThat(permissions(romeo).value("mentions#channel")).isEqualTo("moderators");
        scene.clear();

        assertThat(juliet.asks(Iq.Type.SET, submit("mentions#channel", "moderators")).isError())
                .isFalse();
        romeo.getsNothingMore();
    }

    @Spec(xep = 513, section = "7", says = "what violates the permissions is filtered")
    @Test
    void who_may_not_mention_all_is_heard_without_it() {
        Element person = reference("xmpp:juliet@example.org");
        Element room = reference("xmpp:" + Scene.GARDEN);
        assertThat(heard(romeo, ofSomebody(), ofAll(), room))
                .containsExactly(ofSomebody(), ofAll(), room);

        permits("mentions#channel", "moderators");
        assertThat(heard(romeo, ofSomebody(), ofAll(), room, person))
                .containsExactly(ofSomebody(), person);
        assertThat(heard(juliet, ofSomebody(), ofAll(), room))
                .containsExactly(ofSomebody(), ofAll(), room);
        assertThat(heard(romeo, mention(null, Muc.MENTIONS + "#participants")))
                .as("as many, by another name")
                .isEmpty();

        permits("mentions#channel", "none", "mentions#individual", "none");
        assertThat(heard(juliet, ofSomebody(), ofAll())).isEmpty();
    }

    @Spec(xep = 513, section = "3.6", says = "of more than the count none counts")
    @Test
    void of_too_many_mentions_none_is_heard() {
        permits("mentions#count", "2");
        assertThat(heard(romeo, ofSomebody(), ofAll())).hasSize(2);
        assertThat(heard(romeo, ofSomebody(), ofAll(), mention("other", null))).isEmpty();
        permits("mentions#count", "0");
        assertThat(heard(juliet, ofSomebody())).isEmpty();
        assertThat(heard(juliet, Element.empty("mention", "urn:example:mentions"))).hasSize(1);
    }

    @Spec(xep = 513, section = "3.6", says = "who is no owner is forbidden to change it")
    @Test
    void who_is_no_owner_changes_nothing() {
        romeo.ask(submit("mentions#count", "1"));
        romeo.getsError(Condition.FORBIDDEN);
        assertThat(permissions(romeo).value("mentions#count")).isEqualTo("50");
    }

    @ParameterizedTest
    @CsvSource({
        "mentions#count, -1",
        "mentions#count, 1001",
        "mentions#count, 2147483648",
        "mentions#count, many",
        "mentions#individual, everybody",
        "mentions#channel, ''"
    })
    void a_value_that_a_field_may_not_have_changes_nothing(String field, String value) {
        String other = field.equals("mentions#count") ? "mentions#channel" : "mentions#count";
        String before = Objects.requireNonNull(permissions(juliet).value(other));
        juliet.ask(submit(other, before.equals("50") ? "1" : "none", field, value));
        juliet.getsError(Condition.NOT_ACCEPTABLE);
        assertThat(permissions(juliet).value(other)).isEqualTo(before);
    }

    @Test
    void what_is_no_form_of_this_kind_is_bad() {
        Element x = form(DataForm.Type.SUBMIT, Muc.MENTIONS, "mentions#count", "1");
        for (Element bad :
                List.of(
                        query(),
                        query(x, x),
                        query(form(DataForm.Type.FORM, Muc.MENTIONS)),
                        query(form(DataForm.Type.SUBMIT, Muc.CONFIG, "mentions#count", "1")),
                        query(
                                Element.of("x", DataForm.NAMESPACE)
                                        .attribute("type", "submit")
                                        .build()),
                        Element.empty("mention", Muc.MENTIONS))) {
            juliet.ask(bad);
            juliet.getsError(Condition.BAD_REQUEST);
        }
        assertThat(permissions(juliet).value("mentions#count")).isEqualTo("50");
    }

    @Spec(xep = 513, section = "3.6", says = "a room with permissions says so, and which they are")
    @Test
    void it_is_told_with_what_the_room_tells_of_itself() {
        permits("mentions#count", "7");
        Element info =
                Objects.requireNonNull(
                        romeo.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO)).payload());
        assertThat(info.elements().map(one -> one.attribute("var")))
                .contains(Muc.MENTIONS, Muc.MENTIONS + "#channel");
        DataForm form = Objects.requireNonNull(DataForm.in(info));
        assertThat(form.value("mentions#count")).isEqualTo("7");
        assertThat(form.value("mentions#channel")).isEqualTo("participants");
    }
}
