package stoa.app.serve;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stoa.accounts.administration.ServiceOperator;
import stoa.app.config.ConfigReader;
import stoa.core.hook.Xep;
import stoa.net.loop.VertxLoops;
import stoa.search.ArchiveSearch;
import stoa.store.memory.MemoryStore;

/** The XEPs that the assembled server names, and the pages about them. */
final class Supported {
    static final Path DOCS = Path.of("../../docs");
    static final Path PAGES = DOCS.resolve("features");

    /** A page's first line: {@code # XEP-0280 Message Carbons 1.0.1}, and more if need be. */
    private static final Pattern TITLE =
            Pattern.compile("# XEP-(\\d{4}) (.+?) (\\d+(?:\\.\\d+)*)(?:,.*)?");

    private Supported() {}

    /** In the order of their numbers. */
    static List<Xep> xeps() throws Exception {
        Vertx vertx = VertxLoops.newVertx(1);
        MemoryStore store = new MemoryStore();
        // Of an empty archive no index is ever made.
        try (ArchiveSearch search = ArchiveSearch.start(store.archive(), Path.of("no-index"));
                Assembly assembly =
                        new Assembly(
                                ConfigReader.read(null, List.of(), false),
                                store,
                                search,
                                new VertxLoops(vertx),
                                Runnable::run,
                                new NotStopped())) {
            return assembly.hooks.descriptors().stream()
                    .flatMap(one -> one.xeps().stream())
                    .sorted(Comparator.comparingInt(Xep::number))
                    .toList();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static final class NotStopped implements ServiceOperator {
        @Override
        public void stop() {}

        @Override
        public void restart() {}
    }

    static Path page(Xep xep) {
        return PAGES.resolve("xep-%04d.md".formatted(xep.number()));
    }

    static String text(Xep xep) {
        try {
            return Files.readString(page(xep));
        } catch (IOException e) {
            throw new AssertionError(xep + " has no page: " + page(xep), e);
        }
    }

    /** The number, the name and the version in a page's first line. */
    static Matcher title(Xep xep) {
        Matcher title = TITLE.matcher(text(xep).lines().findFirst().orElse(""));
        if (!title.matches()) {
            throw new AssertionError("the first line of " + page(xep));
        }
        return title;
    }
}
