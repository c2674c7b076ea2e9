package stoa.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The tests that pages promise exist: classes, their methods, and dialog scripts. */
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedTestsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path DIALOGS = ROOT.resolve("conformance/src/test/resources/dialogs");
    private static final Set<String> BUILT = Set.of("target", "node_modules");
    private static final Pattern NAMED =
            Pattern.compile(
                    "`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`|`([a-z]+/[a-z0-9-]+\\.dialog)`");

    /** What stands in the files of each name: there may be several. */
    private final Map<String, List<String>> classes = new HashMap<>();

    @BeforeAll
    void read() throws IOException {
        for (String part : List.of("server", "conformance", "bench")) {
            Files.walkFileTree(ROOT.resolve(part), new Tests());
        }
    }

    /** What is built or installed is left out: others come and go there while the tests run. */
    private final class Tests extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes of) {
            return BUILT.contains(String.valueOf(folder.getFileName()))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            String path = file.toString();
            if (path.contains("/src/test/java/") && path.endsWith(".java")) {
                String name = String.valueOf(file.getFileName()).replace(".java", "");
                classes.computeIfAbsent(name, key -> new ArrayList<>()).add(Files.readString(file));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private boolean exists(Matcher named) {
        String dialog = named.group(3);
        if (dialog != null) {
            return Files.exists(DIALOGS.resolve(dialog));
        }
        List<String> files = classes.getOrDefault(named.group(1), List.of());
        String method = named.group(2);
        return !files.isEmpty()
                && (method == null
                        || files.stream()
                                .anyMatch(
                                        text ->
                                                text.contains(" " + method + "(")
                                                        || text.contains(" " + method + " =")));
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        for (String page : List.of("developing/security-lessons.md", "features/compliance.md")) {
            List<String> missing = new ArrayList<>();
            int count = 0;
            Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs").resolve(page)));
            while (named.find()) {
                count++;
                if (!exists(named)) {
                    missing.add(named.group());
                }
            }
            assertThat(count).isGreaterThan(20);
            assertThat(missing).as("tests named in %s", page).isEmpty();
        }
    }
}
