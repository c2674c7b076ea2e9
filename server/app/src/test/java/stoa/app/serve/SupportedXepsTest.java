package stoa.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.app.serve.Supported.page;
import static stoa.app.serve.Supported.title;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.core.hook.Xep;

/** Every XEP that the assembled server names has its page, and the list of them is up to date. */
@TestInstance(Lifecycle.PER_CLASS)
class SupportedXepsTest {
    private List<Xep> supported = List.of();

    @BeforeAll
    void assemble() throws Exception {
        supported = Supported.xeps();
    }

    @Test
    void every_one_has_a_page_that_names_its_version() {
        assertThat(supported).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        for (Xep xep : supported) {
            Matcher title = title(xep);
            assertThat("XEP-" + title.group(1)).isEqualTo(xep.toString());
            assertThat(title.group(3)).as("version in " + page(xep)).isEqualTo(xep.version());
            assertThat(page(xep)).content().contains("Tests");
        }
    }

    /** When this fails, put the expected table into the page. */
    @Test
    void the_list_of_them_is_as_the_program_says() {
        String table =
                supported.stream()
                        .map(
                                xep ->
                                        "| [%s](%s) | %s | %s |\n"
                                                .formatted(
                                                        xep,
                                                        page(xep).getFileName(),
                                                        title(xep).group(2),
                                                        xep.version()))
                        .collect(
                                Collectors.joining(
                                        "", "| XEP | name | version |\n|---|---|---|\n", ""));
        assertThat(Supported.PAGES.resolve("README.md")).content().endsWith(table);
    }
}
