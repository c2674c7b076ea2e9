package stoa.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents point at what is there, and no decision record is left out of their index. */
class DocumentsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void every_link_between_them_leads_somewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll(""));
            while (link.find()) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    dead.add(ROOT.relativize(document) + " -> " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void the_index_of_decisions_names_each_once_and_numbers_are_used_once() throws IOException {
        Path folder = ROOT.resolve("docs/decisions");
        String index = Files.readString(folder.resolve("README.md"));
        List<String> numbers = new ArrayList<>();
        try (Stream<Path> records = Files.list(folder)) {
            for (Path one : records.sorted().toList()) {
                String name = one.getFileName().toString();
                if (!name.equals("README.md")) {
                    numbers.add(name.substring(0, 4));
                    assertThat(index).contains("](" + name + ")");
                }
            }
        }
        assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
    }
}
