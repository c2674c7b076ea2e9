package stoa.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigTemplateTest {
    /** The page is written from the keys: when this fails, put the expected table into the page. */
    @Test
    void the_reference_page_shows_every_key_as_it_is() throws Exception {
        String page = Files.readString(Path.of("../../docs/operating/configuration.md"));

        assertThat(page).endsWith(ConfigTemplate.markdown());
    }
}
