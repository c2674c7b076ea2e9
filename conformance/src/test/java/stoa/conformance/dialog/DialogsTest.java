package stoa.conformance.dialog;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Endpoint;

/**
 * Every script under {@code src/test/resources/dialogs}, each in a domain of its own on a packaged
 * server; somebody called Escalus administers his. To play only some: {@code -Dstoa.dialogs=muc}
 * takes those whose file or title holds the word.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialogsTest {
    /**
     * What one server serves here: its certificate names them all, and a TLS client takes 32 KiB of
     * certificates at most.
     */
    private static final int MOST_DOMAINS = 150;

    private final List<Dialog> dialogs = new ArrayList<>();
    private final LinkedHashMap<Dialog, Stage> stages = new LinkedHashMap<>();
    private final Map<Dialog, Endpoint> endpoints = new HashMap<>();
    private final List<TestServer> servers = new ArrayList<>();

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
        for (int from = 0; from < dialogs.size(); from += MOST_DOMAINS) {
            start(dialogs.subList(from, Math.min(dialogs.size(), from + MOST_DOMAINS)));
        }
    }

    private void start(List<Dialog> some) {
        var setup =
                Setup.of()
                        .set("limits.enabled", "false")
                        .set("xmpp.registration", "'open'")
                        .set("oauth.enabled", "true")
                        .set(
                                "contact.abuse",
                                "['mailto:abuse@example.org', 'xmpp:abuse@example.org']");
        List<Stage> opened = new ArrayList<>();
        for (var dialog : some) {
            var stage = new Stage(dialog, "d" + (stages.size() + 1) + ".example.org");
            stages.put(dialog, stage);
            opened.add(stage);
            setup.domain(stage.domain());
            stage.accounts().forEach(setup::account);
        }
        setup.set("admins", administrators(opened));
        var server = TestServer.start(setup);
        servers.add(server);
        some.forEach(dialog -> endpoints.put(dialog, server.endpoint()));
    }

    /** Escalus, prince of Verona, administers wherever he is in the cast. */
    private static String administrators(List<Stage> opened) {
        return opened.stream()
                .flatMap(stage -> StreamSupport.stream(stage.accounts().spliterator(), false))
                .filter(account -> account.jid().startsWith("escalus@"))
                .map(account -> "'" + account.jid() + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @AfterAll
    void stop() {
        servers.forEach(TestServer::close);
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
                                                            Objects.requireNonNull(
                                                                    endpoints.get(dialog)),
                                                            dialog,
                                                            Objects.requireNonNull(
                                                                    stages.get(dialog)))
                                                    .play()));
        }
        return files.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
    }
}
