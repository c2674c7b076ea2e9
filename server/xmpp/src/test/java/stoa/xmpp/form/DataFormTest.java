package stoa.xmpp.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.xmpp.xml.Element;

class DataFormTest {
    @Test
    void what_is_written_is_read_back() {
        DataForm form =
                DataForm.of(
                                DataForm.Type.FORM,
                                "urn:example:form",
                                List.of(
                                        FormField.text("name", "Name", "garden"),
                                        FormField.bool("open", null, true),
                                        FormField.choice(
                                                "who",
                                                "Who?",
                                                "all",
                                                new FormField.Option("All", "all"),
                                                new FormField.Option(null, "some")),
                                        FormField.many(
                                                FormField.Type.JID_MULTI,
                                                "owners",
                                                null,
                                                List.of("juliet@example.org", "romeo@x"))))
                        .titled("Room", "Fill in");

        assertThat(DataForm.read(form.toElement())).isEqualTo(form);
        assertThat(form.formType()).isEqualTo("urn:example:form");
    }

    /** XEP-0004 section 3.2: a field of a form to be filled in should say its type. */
    @Test
    void only_where_somebody_fills_in_a_line_of_text_says_that_it_is_one() {
        for (DataForm.Type type : DataForm.Type.values()) {
            var form = DataForm.of(type, "urn:example:form", List.of(FormField.text("a", "A", "")));
            assertThat(form.toElement().elements().toList().getLast().attribute("type"))
                    .isEqualTo(type == DataForm.Type.FORM ? "text-single" : null);
        }
    }

    @Test
    void a_submitter_may_leave_out_field_types() {
        Element x =
                Element.of("x", DataForm.NAMESPACE)
                        .attribute("type", "submit")
                        .child(
                                Element.of("field", DataForm.NAMESPACE)
                                        .attribute("var", "open")
                                        .child("value", "true")
                                        .build())
                        .build();

        DataForm form = DataForm.read(x);

        assertThat(form).isNotNull();
        FormField open = form.field("open");
        assertThat(open).isNotNull();
        assertThat(open.type()).isEqualTo(FormField.Type.TEXT_SINGLE);
        assertThat(open.bool()).isTrue();
        assertThat(form.formType()).isNull();
    }

    @Test
    void neither_an_unknown_type_nor_a_foreign_element_is_a_form() {
        assertThat(DataForm.read(Element.empty("x", DataForm.NAMESPACE))).isNull();
        assertThat(
                        DataForm.read(
                                Element.of("x", DataForm.NAMESPACE)
                                        .attribute("type", "sonnet")
                                        .build()))
                .isNull();
        assertThat(DataForm.read(Element.of("x", "urn:other").attribute("type", "form").build()))
                .isNull();
    }

    @Test
    void a_boolean_that_is_none_is_null() {
        assertThat(FormField.text("b", null, "yes").bool()).isNull();
        assertThat(FormField.many(FormField.Type.BOOLEAN, "b", null, List.of()).bool()).isNull();
        assertThat(FormField.text("b", null, "0").bool()).isFalse();
    }
}
