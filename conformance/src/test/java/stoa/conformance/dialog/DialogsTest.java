package stoa.conformance.dialog;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;

/**
 * Every script under {@code src/test/resources/dialogs}, each in a domain of its own on one
 * packaged server. To play only some: {@code -Dstoa.dialogs=muc} takes those whose file or title
 * holds the word.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialogsTest {
    private final List<Dialog> dialogs = new ArrayList<>();
    private final LinkedHashMap<Dialog, Stage> stages = new LinkedHashMap<>();
    private TestServer server;

    @BeforeAll
    void start() throws IOException, URISyntaxException {
        Path root =
                Path.of(Objects.requireNonNull(DialogsTest.class.getResource("/dialogs")).toURI());
        String only = System.getProperty("stoa.dialogs", "");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".dialog")).sorted().toList()) {
                String name = root.relativize(file).toString();
                DialogParser.parse(name, Files.readString(file)).stream()
                        .filter(dialog -> (name + " " + dialog.title()).contains(only))
                        .forEach(dialogs::add);
            }
        }
        var setup =
                Setup.of()
                        .set("limits.enabled", "false")
                        .set(
                                "contact.abuse",
                                "['mailto:abuse@example.org', 'xmpp:abuse@example.org']");
        for (var dialog : dialogs) {
            var stage = new Stage(dialog, "d" + (stages.size() + 1) + ".example.org");
            stages.put(dialog, stage);
            setup.domain(stage.domain());
            stage.accounts().forEach(setup::account);
        }
        server = TestServer.start(setup);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> dialogs() {
        var files = new LinkedHashMap<String, List<DynamicTest>>();
        for (var dialog : dialogs) {
            files.computeIfAbsent(dialog.file(), file -> new ArrayList<>())
                    .add(
                            DynamicTest.dynamicTest(
                                    dialog.title() + " (" + dialog.spec() + ")",
                                    () ->
                                            new DialogRunner(
                                                            server.endpoint(),
                                                            dialog,
                                                            Objects.requireNonNull(
                                                                    stages.get(dialog)))
                                                    .play()));
        }
        return files.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
    }
}
