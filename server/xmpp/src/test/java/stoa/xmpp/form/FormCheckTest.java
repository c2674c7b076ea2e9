package stoa.xmpp.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.xmpp.form.FormField.Option;

class FormCheckTest {
    private static final DataForm ASKED =
            DataForm.of(
                    DataForm.Type.FORM,
                    "urn:example:order",
                    List.of(
                            FormField.of(FormField.Type.TEXT_SINGLE, "dish", "Dish").asRequired(),
                            FormField.bool("hot", "Hot", true),
                            new FormField(
                                    "size",
                                    FormField.Type.LIST_SINGLE,
                                    "Size",
                                    false,
                                    List.of(),
                                    List.of(new Option("Small", "s"), new Option("Large", "l"))),
                            FormField.of(FormField.Type.TEXT_MULTI, "wishes", "Wishes"),
                            FormField.of(FormField.Type.FIXED, "hint", null, "Bon appetit")));

    private static FormField given(String name, String... values) {
        return FormField.of(FormField.Type.TEXT_SINGLE, name, null, values);
    }

    private static DataForm submitted(FormField... fields) {
        return DataForm.of(DataForm.Type.SUBMIT, "urn:example:order", Arrays.asList(fields));
    }

    @Test
    void what_is_filled_in_as_asked_passes() {
        assertThat(
                        FormCheck.problem(
                                ASKED,
                                submitted(
                                        given("dish", "soup"),
                                        given("hot", "false"),
                                        given("size", "l"),
                                        given("wishes", "salt", "bread"),
                                        given("never-asked", "x"))))
                .isNull();
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "soup")))).isNull();
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "soup"), given("size"))))
                .isNull();
    }

    @Test
    void a_form_of_another_kind_does_not() {
        DataForm other =
                DataForm.of(
                        DataForm.Type.SUBMIT, "urn:example:bill", List.of(given("dish", "soup")));
        assertThat(FormCheck.problem(ASKED, other)).contains("FORM_TYPE");
        DataForm untyped =
                new DataForm(DataForm.Type.SUBMIT, null, null, List.of(given("dish", "soup")));
        assertThat(FormCheck.problem(ASKED, untyped)).contains("FORM_TYPE");
        DataForm form =
                DataForm.of(
                        DataForm.Type.FORM, "urn:example:order", List.of(given("dish", "soup")));
        assertThat(FormCheck.problem(ASKED, form)).contains("submit");
        DataForm cancelled =
                DataForm.of(
                        DataForm.Type.CANCEL, "urn:example:order", List.of(given("dish", "soup")));
        assertThat(FormCheck.problem(ASKED, cancelled)).isNull();
    }

    @Test
    void what_must_be_filled_in_is() {
        assertThat(FormCheck.problem(ASKED, submitted())).contains("dish");
        assertThat(FormCheck.problem(ASKED, submitted(given("dish")))).contains("dish");
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "")))).contains("dish");
    }

    @Test
    void a_field_has_the_values_its_type_allows() {
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "soup", "fish"))))
                .contains("one value");
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "a"), given("dish", "b"))))
                .contains("twice");
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "a"), given("hot", "maybe"))))
                .contains("true or false");
        assertThat(FormCheck.problem(ASKED, submitted(given("dish", "a"), given("size", "xl"))))
                .contains("no choice");
    }

    @Test
    void a_form_shows_again_what_was_filled_in_but_no_passwords() {
        DataForm asked =
                DataForm.of(
                        DataForm.Type.FORM,
                        "urn:example:order",
                        List.of(
                                FormField.of(FormField.Type.TEXT_SINGLE, "dish", "Dish"),
                                FormField.of(FormField.Type.TEXT_PRIVATE, "pin", "Pin")));
        DataForm shown = asked.filledWith(submitted(given("dish", "soup"), given("pin", "1234")));
        assertThat(shown.value("dish")).isEqualTo("soup");
        assertThat(shown.value("pin")).isNull();
        assertThat(shown.type()).isEqualTo(DataForm.Type.FORM);
    }
}
