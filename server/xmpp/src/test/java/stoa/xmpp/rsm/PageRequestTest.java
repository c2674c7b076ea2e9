package stoa.xmpp.rsm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.xml.Element;

class PageRequestTest {
    private static Element query(Element... inSet) {
        Element.Builder set = Element.of("set", PageRequest.NAMESPACE);
        for (Element child : inSet) {
            set.child(child);
        }
        return Element.of("query", "urn:example").child(set.build()).build();
    }

    private static Element child(String name, String text) {
        return Element.text(name, PageRequest.NAMESPACE, text);
    }

    @Test
    void no_set_is_not_asked() {
        assertThat(PageRequest.in(Element.empty("query", "urn:example")))
                .isEqualTo(new PageRequest.NotAsked());
    }

    @Test
    void the_last_page_is_an_empty_before() {
        assertThat(PageRequest.in(query(child("max", "10"), child("before", ""))))
                .isEqualTo(new PageRequest.Asked(new PageRequest(10, null, "", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "ten", "1.5", "+3", "٣"})
    void a_size_that_is_no_number_from_zero_is_malformed(String max) {
        assertThat(PageRequest.in(query(child("max", max)))).isEqualTo(new PageRequest.Malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "99999999999999999999999"})
    void a_huge_size_counts_as_the_largest(String max) {
        assertThat(PageRequest.in(query(child("max", max))))
                .isEqualTo(
                        new PageRequest.Asked(
                                new PageRequest(Integer.MAX_VALUE, null, null, null)));
    }

    @Test
    void after_and_before_together_are_malformed() {
        assertThat(PageRequest.in(query(child("after", "a"), child("before", "b"))))
                .isEqualTo(new PageRequest.Malformed());
    }

    @Test
    void the_answering_sides_limit_holds() {
        assertThat(new PageRequest(PageRequest.NO_MAX, null, null, null).maxOr(50)).isEqualTo(50);
        assertThat(new PageRequest(1000, null, null, null).maxOr(50)).isEqualTo(50);
        assertThat(new PageRequest(0, null, null, null).maxOr(50)).isZero();
    }

    @Test
    void an_empty_page_names_no_items() {
        Element set = new Page(null, null, null, 7L).toElement();

        assertThat(set.child("first", PageRequest.NAMESPACE)).isNull();
        assertThat(set.childText("count")).isEqualTo("7");
    }
}
