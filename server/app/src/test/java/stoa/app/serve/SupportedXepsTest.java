package stoa.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.app.config.ConfigReader;
import stoa.core.hook.Xep;
import stoa.net.loop.VertxLoops;
import stoa.store.memory.MemoryStore;

/** Every XEP that the assembled server names has its page, and the list of them is up to date. */
@TestInstance(Lifecycle.PER_CLASS)
class SupportedXepsTest {
    private static final Path PAGES = Path.of("../../docs/features");

    /** A page's first line: {@code # XEP-0280 Message Carbons 1.0.1}, and more if need be. */
    private static final Pattern TITLE =
            Pattern.compile("# XEP-(\\d{4}) (.+?) (\\d+(?:\\.\\d+)*)(?:,.*)?");

    private List<Xep> supported = List.of();
    private @org.jspecify.annotations.Nullable Vertx vertx;

    @BeforeAll
    void assemble() throws Exception {
        Vertx loops = VertxLoops.newVertx(1);
        vertx = loops;
        try (Assembly assembly =
                new Assembly(
                        ConfigReader.read(null, List.of(), false),
                        new MemoryStore(),
                        new VertxLoops(loops),
                        Runnable::run)) {
            supported =
                    assembly.hooks.descriptors().stream()
                            .flatMap(one -> one.xeps().stream())
                            .sorted(Comparator.comparingInt(Xep::number))
                            .toList();
        }
    }

    @AfterAll
    void end() throws Exception {
        java.util.Objects.requireNonNull(vertx)
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static Path page(Xep xep) {
        return PAGES.resolve("xep-%04d.md".formatted(xep.number()));
    }

    private static Matcher title(Xep xep) {
        try (var lines = Files.lines(page(xep))) {
            Matcher title = TITLE.matcher(lines.findFirst().orElse(""));
            assertThat(title.matches()).as("the first line of " + page(xep)).isTrue();
            return title;
        } catch (IOException e) {
            throw new AssertionError(xep + " has no page: " + page(xep), e);
        }
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
        assertThat(PAGES.resolve("README.md")).content().endsWith(table);
    }
}
